package io.kalends.core.incident;

import java.time.Instant;
import java.util.UUID;

import io.kalends.core.connection.Provider;

/// Something that is wrong, or was, at a provider. There is at most one of a kind at each.
///
/// @param openedAt when it was noticed
/// @param message what the provider answered: one line for people, without secrets
/// @param version grows by one with every change, also from one incident to the next of its kind
public record Incident(
        Provider provider,
        IncidentKind kind,
        UUID id,
        Standing standing,
        Instant openedAt,
        String message,
        long version) {

    /// The same incident, standing otherwise.
    Incident now(Standing next) {
        return new Incident(provider, kind, id, next, openedAt, message, version + 1);
    }

    /// Whether it is over.
    public boolean closed() {
        return standing instanceof Standing.Closed;
    }
}
