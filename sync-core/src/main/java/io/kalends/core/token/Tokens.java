package io.kalends.core.token;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.incident.Door;
import io.kalends.core.incident.Incidents;
import io.kalends.core.incident.Passage.Held;
import io.kalends.core.token.TokenEndpoint.Grant;
import io.kalends.core.token.TokenVault.RefreshLease;
import io.kalends.core.token.TokenVault.UnreadableCredentialException;

/// Hands out access tokens and renews them ahead of time, once per connection however many ask.
///
/// One caller gets the lease and makes the call; the others watch the vault and take what the winner stored. A
/// rotated refresh token is stored before the new access token is used. A refused grant is believed only when
/// the vault still holds what was refused.
public final class Tokens {

    private static final Duration LEASE = Duration.ofSeconds(20);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final int LOOKS = 250;

    private final TokenVault vault;
    private final TokenEndpoint endpoint;
    private final Pause pause;
    private final Duration ahead;
    private final Incidents incidents;

    /// Tokens of an endpoint that is never taken to be in trouble for many.
    public Tokens(TokenVault vault, TokenEndpoint endpoint, Pause pause, Duration ahead) {
        this(vault, endpoint, pause, ahead, Incidents.NONE);
    }

    /// @param ahead how long before its end a token is renewed
    public Tokens(TokenVault vault, TokenEndpoint endpoint, Pause pause, Duration ahead, Incidents incidents) {
        this.vault = vault;
        this.endpoint = endpoint;
        this.pause = pause;
        this.ahead = ahead;
        this.incidents = incidents;
    }

    /// A token that is good for longer than the time ahead, renewed if need be.
    ///
    /// @param awaited true when somebody waits for the run
    public TokenAnswer current(ConnectionKey key, boolean awaited) throws InterruptedException {
        return find(key, null, awaited);
    }

    /// A token other than `rejected`, which the provider did not accept although it had not run out.
    ///
    /// @param awaited true when somebody waits for the run
    public TokenAnswer replace(ConnectionKey key, AccessToken rejected, boolean awaited) throws InterruptedException {
        return find(key, rejected.secret(), awaited);
    }

    private TokenAnswer find(ConnectionKey key, @Nullable String rejected, boolean awaited)
            throws InterruptedException {
        try {
            for (int look = 0; look < LOOKS; look++) {
                var credential = vault.read(key);
                if (credential == null) {
                    return new TokenAnswer.NoCredential();
                }
                var access = credential.access();
                if (access != null && usable(access, rejected)) {
                    return new TokenAnswer.Valid(access);
                }
                var lease = vault.lease(key, credential.version(), LEASE);
                if (lease == null) {
                    pause.await(LOOK_AGAIN);
                    continue;
                }
                if (incidents.enter(key, Door.TOKEN, awaited) instanceof Held held) {
                    vault.release(lease);
                    return new TokenAnswer.HeldUp(held);
                }
                var answer = refresh(lease, credential.refresh());
                if (answer != null) {
                    return answer;
                }
            }
            return new TokenAnswer.Unavailable("somebody else has been refreshing this token for too long", null);
        } catch (UnreadableCredentialException e) {
            return new TokenAnswer.Unreadable(String.valueOf(e.getMessage()));
        }
    }

    private boolean usable(AccessToken access, @Nullable String rejected) {
        return access.remaining().compareTo(ahead) > 0 && !access.secret().equals(rejected);
    }

    /// What the endpoint has refused, which works; null when it is no longer what the vault holds.
    private @Nullable TokenAnswer unlessChanged(RefreshLease lease, TokenAnswer refused) {
        incidents.worked(lease.key(), Door.TOKEN);
        var now = vault.read(lease.key());
        return now != null && now.version() != lease.version() ? null : refused;
    }

    /// Null when the vault moved on meanwhile and has to be read again.
    private @Nullable TokenAnswer refresh(RefreshLease lease, RefreshToken token) throws InterruptedException {
        var stored = false;
        try {
            var grant = endpoint.refresh(token);
            switch (grant) {
                case Grant.Refreshed refreshed -> {
                    incidents.worked(lease.key(), Door.TOKEN);
                    stored = vault.store(lease, refreshed);
                    return stored ? new TokenAnswer.Valid(refreshed.access()) : null;
                }
                case Grant.Revoked(String detail) -> {
                    return unlessChanged(lease, new TokenAnswer.ReconnectNeeded(detail));
                }
                case Grant.Forbidden(String detail) -> {
                    return unlessChanged(lease, new TokenAnswer.Forbidden(detail));
                }
                case Grant.Throttled(Duration retryAfter) -> {
                    return new TokenAnswer.Throttled(retryAfter);
                }
                case Grant.ClientRejected(String detail) -> {
                    return new TokenAnswer.ClientRejected(detail);
                }
                case Grant.Unavailable(String detail, Duration retryAfter) -> {
                    return new TokenAnswer.Unavailable(detail, retryAfter);
                }
            }
        } finally {
            if (!stored) {
                vault.release(lease);
            }
        }
    }
}
