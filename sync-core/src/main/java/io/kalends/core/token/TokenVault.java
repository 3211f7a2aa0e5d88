package io.kalends.core.token;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.ConnectionKey;

/// Where credentials rest, sealed. Its clock is the only one that counts for leases and expiry.
public interface TokenVault {

    /// The credential as stored now, null when there is none.
    ///
    /// @throws UnreadableCredentialException when it is there but does not open
    @Nullable
    Credential read(ConnectionKey key);

    /// Asks to be the one who refreshes version `version`.
    ///
    /// @param length how long nobody else may, unless the lease is ended before
    /// @return a ticket, or null when somebody else is at it or the credential has changed meanwhile
    @Nullable
    RefreshLease lease(ConnectionKey key, long version, Duration length);

    /// Stores what a refresh brought, before anybody uses it, and ends the lease.
    ///
    /// @return false when the lease or the version was lost meanwhile; nothing is stored then
    boolean store(RefreshLease lease, TokenEndpoint.Grant.Refreshed grant);

    /// Ends a lease without a result.
    void release(RefreshLease lease);

    /// The right to refresh one version of one credential.
    ///
    /// @param epoch tells this lease from any other of the same credential
    record RefreshLease(ConnectionKey key, long version, long epoch) {}

    /// A credential that no key at hand opens.
    final class UnreadableCredentialException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public UnreadableCredentialException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
