package io.kalends.simulator.google;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.kalends.simulator.side.SimulatedUser;
import io.kalends.simulator.side.Tokens;
import io.kalends.simulator.world.Account;
import io.kalends.simulator.world.HeldCalendar;

/// A user with a Google account.
public final class GoogleUser extends SimulatedUser {
    private static final String CALENDAR_IDS_END = "@group.calendar.google.com";

    GoogleUser(Account account, Tokens tokens, InstantSource clock, Supplier<GoogleRules> rules) {
        super(account, tokens, clock, () -> rules.get().accessTokenLife());
    }

    /// The calendar that bears the user's address.
    @Override
    public GoogleCalendar primary() {
        return calendar(account().primary());
    }

    @Override
    public List<GoogleCalendar> calendars() {
        return account().calendars().stream().map(this::calendar).toList();
    }

    @Override
    public GoogleCalendar calendar(String id) {
        return account()
                .calendar(id)
                .map(this::calendar)
                .orElseThrow(() -> new IllegalArgumentException(email() + " has no calendar \"" + id + "\""));
    }

    @Override
    public GoogleCalendar addCalendar(String summary) {
        return calendar(account().addCalendar(summary, CALENDAR_IDS_END, clock().instant()));
    }

    @Override
    protected Set<String> allScopes() {
        return GoogleSide.ALL_SCOPES;
    }

    private GoogleCalendar calendar(HeldCalendar held) {
        return new GoogleCalendar(account(), held, clock());
    }
}
