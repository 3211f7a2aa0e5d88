package io.kalends.simulator.traffic;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.http.Parameters;

/// A request as the provider understands it, before it is answered.
///
/// @param provider whose API it is for
/// @param user     e-mail address, as far as the request's token tells
/// @param calendar id; of a calendar that is named otherwise, as `primary`, already resolved
/// @param query    of a token request, its form
public record Call(
        Vendor provider,
        RequestKind kind,
        Instant at,
        String method,
        String path,
        @Nullable String user,
        @Nullable String calendar,
        Parameters query) {}
