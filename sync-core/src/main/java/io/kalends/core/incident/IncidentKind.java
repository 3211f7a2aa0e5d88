package io.kalends.core.incident;

/// What can be wrong at a provider for many connections at once.
public enum IncidentKind {
    /// The calendar API fails.
    OUTAGE(Door.API, false),
    /// The token endpoint fails.
    TOKEN_OUTAGE(Door.TOKEN, false),
    /// The provider limits the application as a whole.
    APPLICATION_LIMIT(Door.API, true),
    /// The provider does not accept the application's own credentials.
    CLIENT_REJECTED(Door.TOKEN, true),
    /// The provider does not let the application use the calendar API.
    API_NOT_ENABLED(Door.API, true);

    private final Door door;
    private final boolean everybodys;

    IncidentKind(Door door, boolean everybodys) {
        this.door = door;
        this.everybodys = everybodys;
    }

    /// The door that it shuts.
    public Door door() {
        return door;
    }

    /// Whether its first sign is enough, because the cause is the application's by nature and no connection's own.
    public boolean everybodys() {
        return everybodys;
    }
}
