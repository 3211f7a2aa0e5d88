package io.kalends.core.incident;

import io.kalends.core.store.RunEnd.DeferReason;

/// What can be wrong at a provider for many connections at once.
public enum IncidentKind {
    /// The calendar API fails.
    OUTAGE(Door.API, DeferReason.PROVIDER_INCIDENT, false),
    /// The token endpoint fails.
    TOKEN_OUTAGE(Door.TOKEN, DeferReason.PROVIDER_INCIDENT, false),
    /// The provider limits the application as a whole.
    APPLICATION_LIMIT(Door.API, DeferReason.RATE_LIMIT, true),
    /// The provider does not accept the application's own credentials.
    CLIENT_REJECTED(Door.TOKEN, DeferReason.OPERATOR_INCIDENT, true),
    /// The provider does not let the application use the calendar API.
    API_NOT_ENABLED(Door.API, DeferReason.OPERATOR_INCIDENT, true);

    private final Door door;
    private final DeferReason reason;
    private final boolean everybodys;

    IncidentKind(Door door, DeferReason reason, boolean everybodys) {
        this.door = door;
        this.reason = reason;
        this.everybodys = everybodys;
    }

    /// The door that it shuts.
    public Door door() {
        return door;
    }

    /// What a run that it holds up is told to wait for.
    public DeferReason reason() {
        return reason;
    }

    /// Whether its first sign is enough, because the cause is the application's by nature and no connection's own.
    public boolean everybodys() {
        return everybodys;
    }
}
