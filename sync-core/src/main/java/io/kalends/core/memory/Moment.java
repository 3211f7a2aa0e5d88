package io.kalends.core.memory;

import java.time.Instant;

/// When something happened, and in which of its connection's runs: a clock that stands still does not tell two runs
/// apart.
record Moment(long run, Instant at) {}
