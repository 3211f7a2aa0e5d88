package io.kalends.core.store;

import java.time.Duration;

import io.kalends.core.connection.FailureReason;

/// Why one calendar could not be read while others may have been.
///
/// @param message one line for people, without secrets
/// @param failures in a row, this one included
/// @param rest how long the schedule leaves it alone
public record Trouble(FailureReason reason, String message, int failures, Duration rest) {}
