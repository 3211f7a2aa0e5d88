package io.kalends.core.incident;

/// Where a provider is talked to. One may be shut while the other is open.
public enum Door {
    /// The calendar API.
    API,
    /// The token endpoint. Whoever holds a token that is still good need not go through it.
    TOKEN
}
