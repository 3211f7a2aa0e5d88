/// What a test holds in its hand, the same for every provider: users, their calendars, and the truth about them.
///
/// Start at [io.kalends.simulator.side.ProviderSide]; a provider's own room completes it with its ids, its
/// rules and its wire. Also here: the tokens users have granted, and life in the background. Nothing here may
/// name a provider.
@NullMarked
package io.kalends.simulator.side;

import org.jspecify.annotations.NullMarked;
