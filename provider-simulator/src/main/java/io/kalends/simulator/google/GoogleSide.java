package io.kalends.simulator.google;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.kalends.simulator.side.ProviderSide;
import io.kalends.simulator.side.RulesBook;
import io.kalends.simulator.side.Tokens;
import io.kalends.simulator.world.Account;
import io.kalends.simulator.world.RandomEdits;
import io.kalends.simulator.world.World;

/// Google as a test holds it in its hand: users, their calendars, and the rules.
public final class GoogleSide extends ProviderSide<GoogleUser> {
    static final Set<String> ALL_SCOPES = Set.of(
            "https://www.googleapis.com/auth/calendar.events.readonly",
            "https://www.googleapis.com/auth/calendar.calendarlist.readonly");
    private static final Tokens.Looks LOOKS = new Tokens.Looks("1//0", "ya29.a0");
    private static final String MEETINGS = "https://meet.google.com/abc-defg-hij";

    private final Tokens tokens;
    private final RulesBook<GoogleRules> rules;
    private final InstantSource clock;
    private final GoogleProvider provider;

    private GoogleSide(World world, Tokens tokens, GoogleRules rules, InstantSource clock) {
        super(world, tokens, clock, new RandomEdits(world, MEETINGS), ALL_SCOPES);
        this.tokens = tokens;
        this.rules = new RulesBook<>(rules);
        this.clock = clock;
        this.provider = new GoogleProvider(world, tokens, this.rules, clock);
    }

    /// Without users yet.
    ///
    /// @param reach how far ahead of now endless series are followed
    public static GoogleSide empty(long seed, GoogleRules rules, InstantSource clock, Duration reach) {
        var world = new World(seed, clock.instant().plus(reach));
        return new GoogleSide(world, new Tokens(world.ids(), LOOKS), rules, clock);
    }

    /// As it was written down.
    public static GoogleSide restored(Image image, GoogleRules rules, InstantSource clock) {
        var world = World.restored(image.world());
        return new GoogleSide(world, Tokens.restored(image.tokens(), world.ids(), LOOKS), rules, clock);
    }

    public GoogleRules rules() {
        return rules.get();
    }

    public void changeRules(UnaryOperator<GoogleRules> change) {
        rules.change(change);
    }

    public GoogleProvider provider() {
        return provider;
    }

    @Override
    protected GoogleUser userOf(Account account) {
        return new GoogleUser(account, tokens, clock, rules);
    }
}
