package io.kalends.health.projection;

/// What is wrong at a provider for many connections at once.
public enum IncidentKind {
    /// Told by a newer worker in a word this version does not know.
    UNKNOWN(false),
    OUTAGE(false),
    TOKEN_OUTAGE(false),
    APPLICATION_LIMIT(true),
    CLIENT_REJECTED(true),
    API_NOT_ENABLED(true);

    private final boolean needsOperator;

    IncidentKind(boolean needsOperator) {
        this.needsOperator = needsOperator;
    }

    /// True when it may not end before whoever operates Kalends has done something at the provider.
    public boolean needsOperator() {
        return needsOperator;
    }
}
