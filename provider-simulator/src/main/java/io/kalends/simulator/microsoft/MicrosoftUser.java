package io.kalends.simulator.microsoft;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.kalends.simulator.side.SimulatedUser;
import io.kalends.simulator.side.Tokens;
import io.kalends.simulator.world.Account;
import io.kalends.simulator.world.HeldCalendar;

/// A user with a mailbox at Microsoft.
public final class MicrosoftUser extends SimulatedUser {
    MicrosoftUser(Account account, Tokens tokens, InstantSource clock, Supplier<MicrosoftRules> rules) {
        super(account, tokens, clock, () -> rules.get().entra().accessTokenLife());
    }

    /// The default calendar.
    @Override
    public MicrosoftCalendar primary() {
        return calendar(account().primary());
    }

    @Override
    public List<MicrosoftCalendar> calendars() {
        return account().calendars().stream().map(this::calendar).toList();
    }

    @Override
    public MicrosoftCalendar calendar(String id) {
        return GraphIds.heldCalendar(id)
                .flatMap(account()::calendar)
                .map(this::calendar)
                .orElseThrow(() -> new IllegalArgumentException(email() + " has no calendar \"" + id + "\""));
    }

    @Override
    public MicrosoftCalendar addCalendar(String summary) {
        return calendar(account().addCalendar(summary, "", clock().instant()));
    }

    @Override
    protected Set<String> allScopes() {
        return MicrosoftSide.ALL_SCOPES;
    }

    private MicrosoftCalendar calendar(HeldCalendar held) {
        return new MicrosoftCalendar(account(), held, clock());
    }
}
