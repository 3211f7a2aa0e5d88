package io.kalends.simulator.side;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.kalends.simulator.world.Account;

/// A user with an account at a provider, who once allowed the application to read the calendars.
public abstract class SimulatedUser {
    private final Account account;
    private final Tokens tokens;
    private final InstantSource clock;
    private final Supplier<Duration> accessTokenLife;

    protected SimulatedUser(Account account, Tokens tokens, InstantSource clock, Supplier<Duration> accessTokenLife) {
        this.account = account;
        this.tokens = tokens;
        this.clock = clock;
        this.accessTokenLife = accessTokenLife;
    }

    public String email() {
        return account.email();
    }

    /// The newest refresh token, whether it still works or not.
    public String refreshToken() {
        return tokens.current(email());
    }

    /// A new access token, as a refresh would give.
    public String issueAccessToken() {
        var grant = tokens.granted(refreshToken())
                .orElseThrow(() -> new IllegalStateException(email() + " has revoked access; call grantAgain() first"));
        return tokens.issue(grant, clock.instant(), accessTokenLife.get()).token();
    }

    /// Ends all access tokens; refresh tokens live on.
    public void expireAccessTokens() {
        tokens.expire(email());
    }

    /// Withdraws consent: every token of the user is dead.
    public void revoke() {
        tokens.revoke(email());
    }

    /// Consents again, to everything; there is a new refresh token.
    public String grantAgain() {
        return tokens.grant(email(), allScopes()).refreshToken();
    }

    /// Consents again, but only to `scopes`; there is a new refresh token.
    public String grantOnly(Set<String> scopes) {
        tokens.revoke(email());
        return tokens.grant(email(), scopes).refreshToken();
    }

    /// The calendar every user has.
    public abstract SimulatedCalendar primary();

    /// All calendars, removed ones included.
    public abstract List<? extends SimulatedCalendar> calendars();

    /// @param id as the provider writes it
    public abstract SimulatedCalendar calendar(String id);

    public abstract SimulatedCalendar addCalendar(String summary);

    /// What a user consents to who consents to everything.
    protected abstract Set<String> allScopes();

    /// No cursor of the user that was given out before is known from now on.
    public void forgetCursors() {
        account.forgetCursors();
    }

    protected Account account() {
        return account;
    }

    protected InstantSource clock() {
        return clock;
    }
}
