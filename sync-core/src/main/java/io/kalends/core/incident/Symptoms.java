package io.kalends.core.incident;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.Provider;

/// Tells the trouble of many from that of one, by what the runs of this worker meet.
public interface Symptoms {

    /// A run of `key` was answered at `door`.
    void worked(ConnectionKey key, Door door);

    /// A run of `key` failed in a way that may be everybody's.
    ///
    /// @return true when so many different ones do that it is
    boolean failed(ConnectionKey key, IncidentKind kind);

    /// Forgets who failed: what has been counted is of the time before an incident of `provider` began or ended.
    void forget(Provider provider);
}
