/// What the users of a provider hold: accounts, calendars, events, series; and every change they ever made.
///
/// Start at [io.kalends.simulator.world.HeldCalendar], which is edited, and
/// [io.kalends.simulator.world.Expansion], which reads. A series is kept as its rule and its exceptions;
/// instances are worked out on reading. Nothing here knows how a provider words anything, and nothing here
/// looks at a clock or rolls a die that was not handed in.
@NullMarked
package io.kalends.simulator.world;

import org.jspecify.annotations.NullMarked;
