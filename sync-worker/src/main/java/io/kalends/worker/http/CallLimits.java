package io.kalends.worker.http;

import java.time.Duration;

import org.springframework.util.unit.DataSize;

/// How long one call may take and how much may come back.
///
/// @param deadline from before the connection is made until the last byte of the body
/// @param bodyBytes the longest body, as sent and as inflated
/// @param jsonDepth the deepest nesting of objects and arrays
public record CallLimits(Duration deadline, int bodyBytes, int jsonDepth) {

    public CallLimits {
        if (!deadline.isPositive() || bodyBytes < 1 || jsonDepth < 1) {
            throw new IllegalArgumentException("deadline " + deadline + ", body of " + bodyBytes + " bytes, JSON depth "
                    + jsonDepth + ": all must be positive");
        }
    }

    /// Limits as an operator sets them.
    ///
    /// @param group the settings they are of, for the message
    public static CallLimits configured(String group, Duration deadline, DataSize bodyLimit, int jsonDepth) {
        if (bodyLimit.toBytes() < 1 || bodyLimit.toBytes() > Integer.MAX_VALUE - 16) {
            throw new IllegalArgumentException(group + ".body-limit " + bodyLimit + " must be positive and below 2 GB");
        }
        if (!deadline.isPositive() || jsonDepth < 1) {
            throw new IllegalArgumentException(
                    group + ".deadline " + deadline + " and json-depth " + jsonDepth + " must be positive");
        }
        return new CallLimits(deadline, (int) bodyLimit.toBytes(), jsonDepth);
    }
}
