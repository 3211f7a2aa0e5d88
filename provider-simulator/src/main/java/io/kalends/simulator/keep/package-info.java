/// The files of a simulator that remembers: users, events, tokens, cursors.
///
/// Start at [io.kalends.simulator.keep.Keeper]. One JSON file, replaced whole and atomically. Nothing here
/// knows what the values mean.
@NullMarked
package io.kalends.simulator.keep;

import org.jspecify.annotations.NullMarked;
