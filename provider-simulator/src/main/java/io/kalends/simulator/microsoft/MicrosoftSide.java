package io.kalends.simulator.microsoft;

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

/// Microsoft as a test holds it in its hand: users, their calendars, and the rules.
public final class MicrosoftSide extends ProviderSide<MicrosoftUser> {
    static final Set<String> ALL_SCOPES =
            Set.of("https://graph.microsoft.com/Calendars.Read", "https://graph.microsoft.com/User.Read");
    private static final Tokens.Looks LOOKS = new Tokens.Looks("1.AXoA", "EwB4A8l6BAAU");
    private static final String MEETINGS =
            "https://teams.microsoft.com/l/meetup-join/19%3ameeting_example%40thread.v2/0?context=%7b%7d";

    private final Tokens tokens;
    private final RulesBook<MicrosoftRules> rules;
    private final InstantSource clock;
    private final MicrosoftProvider provider;

    private MicrosoftSide(World world, Tokens tokens, MicrosoftRules rules, InstantSource clock) {
        super(world, tokens, clock, new RandomEdits(world, MEETINGS), ALL_SCOPES);
        this.tokens = tokens;
        this.rules = new RulesBook<>(rules);
        this.clock = clock;
        this.provider = new MicrosoftProvider(world, tokens, this.rules, clock);
    }

    /// Without users yet.
    ///
    /// @param reach how far ahead of now endless series are followed
    public static MicrosoftSide empty(long seed, MicrosoftRules rules, InstantSource clock, Duration reach) {
        var world = new World(seed, clock.instant().plus(reach));
        return new MicrosoftSide(world, new Tokens(world.ids(), LOOKS), rules, clock);
    }

    /// As it was written down.
    public static MicrosoftSide restored(Image image, MicrosoftRules rules, InstantSource clock) {
        var world = World.restored(image.world());
        return new MicrosoftSide(world, Tokens.restored(image.tokens(), world.ids(), LOOKS), rules, clock);
    }

    public MicrosoftRules rules() {
        return rules.get();
    }

    public void changeRules(UnaryOperator<MicrosoftRules> change) {
        rules.change(change);
    }

    public MicrosoftProvider provider() {
        return provider;
    }

    @Override
    protected MicrosoftUser userOf(Account account) {
        return new MicrosoftUser(account, tokens, clock, rules);
    }
}
