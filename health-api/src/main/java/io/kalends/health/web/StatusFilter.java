package io.kalends.health.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.kalends.health.projection.ConnectionState;
import io.kalends.health.store.ConnectionFilter;

/// The words of the `status` filter: what it asks about errors, and about the state.
enum StatusFilter {
    HEALTHY(false, null),
    DEGRADED(true, null),
    LINKED(null, ConnectionState.LINKED),
    ACTIVE(null, ConnectionState.ACTIVE),
    DISABLED(null, ConnectionState.DISABLED),
    NEEDS_RECONNECT(null, ConnectionState.NEEDS_RECONNECT),
    PAUSED(null, ConnectionState.PAUSED);

    private final @Nullable Boolean withErrors;
    private final @Nullable ConnectionState state;

    StatusFilter(@Nullable Boolean withErrors, @Nullable ConnectionState state) {
        this.withErrors = withErrors;
        this.state = state;
    }

    static ConnectionFilter filter(
            @Nullable String tenantId, @Nullable String userId, @Nullable String provider, @Nullable String status) {
        var wanted = status == null ? null : parse(status);
        return new ConnectionFilter(
                Inputs.optionalId("tenantId", tenantId),
                Inputs.optionalId("userId", userId),
                Inputs.optionalProvider(provider),
                wanted == null ? null : wanted.withErrors,
                wanted == null ? null : wanted.state);
    }

    private static StatusFilter parse(String word) {
        for (var status : values()) {
            if (status.word().equals(word)) {
                return status;
            }
        }
        throw ProblemException.badRequest(
                "invalid-status",
                "Parameter 'status' is " + Problems.shown(word) + "; use one of "
                        + Arrays.stream(values()).map(StatusFilter::word).collect(Collectors.joining(", ")) + ".");
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
