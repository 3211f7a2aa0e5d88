package io.kalends.health.projection;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// Something is wrong at a provider for many connections at once, or it is over. One follows another under the same
/// provider and kind.
///
/// @param version grows with every change of an incident of this provider and kind
/// @param state OPEN, RECOVERING, CLOSED or UNKNOWN
/// @param closedAt null while it is not over
/// @param probeAt when the next call tries whether it is over, or null when none is planned
/// @param message one sentence for people, without control characters
public record Incident(
        String provider,
        IncidentKind kind,
        String incidentId,
        long version,
        String state,
        Instant openedAt,
        @Nullable Instant closedAt,
        @Nullable Instant probeAt,
        String message,
        Instant changedAt) {

    private static final Comparator<Incident> OLDEST_FIRST = Comparator.comparing(Incident::openedAt)
            .thenComparing(Incident::kind)
            .thenComparing(Incident::provider);

    /// True while it is not over.
    public boolean open() {
        return closedAt == null && !"CLOSED".equals(state);
    }

    /// The incident that `connection` waits for; null when it waits for none of them.
    ///
    /// @param incidents those that are open
    public static @Nullable Incident delaying(ConnectionModel connection, List<Incident> incidents) {
        var waiting = connection.waiting();
        if (waiting == null || !connection.state().active()) {
            return null;
        }
        return incidents.stream()
                .filter(Incident::open)
                .filter(incident -> incident.provider.equals(connection.key().provider()))
                .filter(incident -> incident.explains(waiting.reason()))
                .min(OLDEST_FIRST)
                .orElse(null);
    }

    /// A limit of the whole application is told as any rate limit; it may as well be told as either kind of incident.
    private boolean explains(String reason) {
        return switch (reason) {
            case "PROVIDER_INCIDENT" -> kind == IncidentKind.APPLICATION_LIMIT || !kind.needsOperator();
            case "OPERATOR_INCIDENT" -> kind.needsOperator();
            case "RATE_LIMIT" -> kind == IncidentKind.APPLICATION_LIMIT;
            default -> false;
        };
    }
}
