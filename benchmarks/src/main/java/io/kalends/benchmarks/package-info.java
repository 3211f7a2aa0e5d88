/// What the hot paths cost, always as a ratio to something measured in the same run.
///
/// Start at [io.kalends.benchmarks.Benchmarks]; [io.kalends.benchmarks.Comparison] lists what is held against
/// what. No other module may use this one, and nothing here runs in the tests: a build must not depend on how
/// busy a machine is.
@NullMarked
package io.kalends.benchmarks;

import org.jspecify.annotations.NullMarked;
