/// Microsoft's side of the simulator: calendars in Graph v1.0 and the token endpoint of the identity platform.
///
/// Start at [io.kalends.simulator.microsoft.MicrosoftSide] for what a test does, at
/// [io.kalends.simulator.microsoft.MicrosoftProvider] for what a client sees. Written from Microsoft's documents; what
/// they leave open, or contradict each other about, is a knob in [io.kalends.simulator.microsoft.MicrosoftRules].
@NullMarked
package io.kalends.simulator.microsoft;

import org.jspecify.annotations.NullMarked;
