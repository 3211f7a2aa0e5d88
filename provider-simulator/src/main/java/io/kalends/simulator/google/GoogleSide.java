package io.kalends.simulator.google;

import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.world.RandomEdits;
import io.kalends.simulator.world.World;

/// Google as a test holds it in its hand: users, their calendars, and the rules.
public final class GoogleSide {
    static final Set<String> ALL_SCOPES = Set.of(
            "https://www.googleapis.com/auth/calendar.events.readonly",
            "https://www.googleapis.com/auth/calendar.calendarlist.readonly");
    private static final ZoneId USUAL_ZONE = ZoneId.of("Europe/Berlin");

    private final World world;
    private final GoogleTokens tokens;
    private final GoogleRulesBook rules;
    private final InstantSource clock;
    private final GoogleProvider provider;
    private final RandomEdits edits;
    private final List<Life> lives = new CopyOnWriteArrayList<>();

    private GoogleSide(World world, GoogleTokens tokens, GoogleRules rules, InstantSource clock) {
        this.world = world;
        this.tokens = tokens;
        this.rules = new GoogleRulesBook(rules);
        this.clock = clock;
        this.provider = new GoogleProvider(world, tokens, this.rules, clock);
        this.edits = new RandomEdits(world);
    }

    /// Without users yet.
    ///
    /// @param reach how far ahead of now endless series are followed
    public static GoogleSide empty(long seed, GoogleRules rules, InstantSource clock, Duration reach) {
        var world = new World(seed, clock.instant().plus(reach));
        return new GoogleSide(world, new GoogleTokens(world.ids()), rules, clock);
    }

    /// As it was written down.
    public static GoogleSide restored(Image image, GoogleRules rules, InstantSource clock) {
        var world = World.restored(image.world());
        return new GoogleSide(world, GoogleTokens.restored(image.tokens(), world.ids()), rules, clock);
    }

    public Image image() {
        return new Image(world.image(), tokens.image());
    }

    /// A user with an empty primary calendar in Berlin's time zone, and consent given. The same one if already there.
    public GoogleUser addUser(String email) {
        return addUser(email, USUAL_ZONE);
    }

    public synchronized GoogleUser addUser(String email, ZoneId zone) {
        var known = user(email);
        if (known.isPresent()) {
            return known.get();
        }
        var account = world.open(email, zone, clock.instant());
        tokens.grant(email, ALL_SCOPES);
        return new GoogleUser(account, tokens, clock, rules);
    }

    public Optional<GoogleUser> user(String email) {
        return world.account(email).map(account -> new GoogleUser(account, tokens, clock, rules));
    }

    /// In the order of their addresses.
    public List<GoogleUser> users() {
        return world.accounts().stream()
                .map(account -> new GoogleUser(account, tokens, clock, rules))
                .toList();
    }

    /// Applies `count` random edits to the user's calendars: the same ones for the same seed, user and history.
    public void mutate(GoogleUser user, int count) {
        edits.apply(user.account(), count, clock.instant());
    }

    /// Lets a user or two edit something every `every` of real time, until closed.
    public Life live(Duration every) {
        var life = Life.begin(this, every);
        lives.add(life);
        return life;
    }

    /// Ends every life.
    public void rest() {
        lives.forEach(Life::close);
    }

    public GoogleRules rules() {
        return rules.get();
    }

    public void changeRules(UnaryOperator<GoogleRules> change) {
        rules.change(change);
    }

    /// Every sync token of `email`, of everybody if null, gives 410 from now on.
    public void forgetCursors(@Nullable String email) {
        provider.forgetCursors(email);
    }

    public GoogleProvider provider() {
        return provider;
    }

    /// Google as it is written down.
    public record Image(World.Image world, GoogleTokens.Image tokens) {}
}
