package io.kalends.simulator.google;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;

import io.kalends.simulator.world.Account;

/// A user with a Google account, who once allowed the application to read the calendars.
public final class GoogleUser {
    private static final String CALENDAR_IDS_END = "@group.calendar.google.com";

    private final Account account;
    private final GoogleTokens tokens;
    private final InstantSource clock;
    private final GoogleRulesBook rules;

    GoogleUser(Account account, GoogleTokens tokens, InstantSource clock, GoogleRulesBook rules) {
        this.account = account;
        this.tokens = tokens;
        this.clock = clock;
        this.rules = rules;
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
        return tokens.issue(grant, clock.instant(), rules.get().accessTokenLife())
                .token();
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
        return tokens.grant(email(), GoogleSide.ALL_SCOPES).refreshToken();
    }

    /// Consents again, but only to `scopes`; there is a new refresh token.
    public String grantOnly(Set<String> scopes) {
        tokens.revoke(email());
        return tokens.grant(email(), scopes).refreshToken();
    }

    /// The calendar that bears the user's address.
    public GoogleCalendar primary() {
        return new GoogleCalendar(account, account.primary(), clock);
    }

    /// All calendars, removed ones included.
    public List<GoogleCalendar> calendars() {
        return account.calendars().stream()
                .map(held -> new GoogleCalendar(account, held, clock))
                .toList();
    }

    public GoogleCalendar calendar(String id) {
        return account.calendar(id)
                .map(held -> new GoogleCalendar(account, held, clock))
                .orElseThrow(() -> new IllegalArgumentException(email() + " has no calendar \"" + id + "\""));
    }

    public GoogleCalendar addCalendar(String summary) {
        return new GoogleCalendar(account, account.addCalendar(summary, CALENDAR_IDS_END, clock.instant()), clock);
    }

    /// Every sync token of the user gives 410 from now on.
    public void forgetCursors() {
        account.forgetCursors();
    }

    Account account() {
        return account;
    }
}
