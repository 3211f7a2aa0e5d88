/// Google Calendar API v3 and Google's token endpoint, as their documentation describes them.
///
/// Start at [io.kalends.simulator.google.GoogleSide], what a test holds in its hand; on the wire side at
/// `GoogleProvider`. Written from Google's published pages, not from any client of ours. Where Google leaves a
/// thing open, it is a knob in [io.kalends.simulator.google.GoogleRules].
@NullMarked
package io.kalends.simulator.google;

import org.jspecify.annotations.NullMarked;
