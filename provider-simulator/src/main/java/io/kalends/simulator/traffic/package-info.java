/// What was asked: every request that reached a provider, kept for tests and for reading.
///
/// Start at [io.kalends.simulator.traffic.RequestLog]. Nothing here answers anything; secrets are not kept.
@NullMarked
package io.kalends.simulator.traffic;

import org.jspecify.annotations.NullMarked;
