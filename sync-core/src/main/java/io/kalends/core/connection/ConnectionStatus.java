package io.kalends.core.connection;

/// The name of a [ConnectionState] in the contract and in tables.
public enum ConnectionStatus {
    /// Connected, not yet synced.
    LINKED,
    /// The last run succeeded.
    ACTIVE,
    /// The last run failed; it is tried again.
    DEGRADED,
    /// Failed too often or for good; probed, unless it takes a person.
    DISABLED,
    /// The user has to give consent again.
    NEEDS_RECONNECT,
    /// Stopped by a person.
    PAUSED,
    /// Gone, with everything that was stored.
    DISCONNECTED
}
