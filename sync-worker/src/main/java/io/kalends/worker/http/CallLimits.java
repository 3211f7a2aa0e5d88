package io.kalends.worker.http;

import java.time.Duration;

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
}
