package io.kalends.simulator.traffic;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// A request that was answered, or deliberately not.
///
/// @param number   counts from 1 over the life of the simulator
/// @param provider whose API it was for
/// @param at       when it came, by the simulator's clock
/// @param user     e-mail address, as far as the request's token tells
/// @param query    without secrets; repeated names joined by a comma
/// @param status   0 if no answer was sent
/// @param bytes    of the body as sent; 0 if it was streamed
/// @param fault    the fault that answered or spoilt the answer, null if none did
public record LoggedRequest(
        long number,
        Vendor provider,
        Instant at,
        String method,
        String path,
        RequestKind kind,
        @Nullable String user,
        @Nullable String calendar,
        Map<String, String> query,
        int status,
        long bytes,
        @Nullable String fault) {
    public LoggedRequest {
        query = Map.copyOf(query);
    }

    public boolean faulted() {
        return fault != null;
    }
}
