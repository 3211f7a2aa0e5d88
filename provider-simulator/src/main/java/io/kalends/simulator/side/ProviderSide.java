package io.kalends.simulator.side;

import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.world.Account;
import io.kalends.simulator.world.RandomEdits;
import io.kalends.simulator.world.World;

/// A provider as a test holds it in its hand: users and their calendars.
///
/// @param <U> a user as this provider has them
public abstract class ProviderSide<U extends SimulatedUser> {
    private static final ZoneId USUAL_ZONE = ZoneId.of("Europe/Berlin");

    private final World world;
    private final Tokens tokens;
    private final InstantSource clock;
    private final RandomEdits edits;
    private final Set<String> scopes;
    private final List<Life> lives = new CopyOnWriteArrayList<>();

    /// @param scopes what a new user consents to
    protected ProviderSide(World world, Tokens tokens, InstantSource clock, RandomEdits edits, Set<String> scopes) {
        this.world = world;
        this.tokens = tokens;
        this.clock = clock;
        this.edits = edits;
        this.scopes = Set.copyOf(scopes);
    }

    protected abstract U userOf(Account account);

    /// A user with an empty primary calendar in Berlin's time zone, and consent given. The same one if already there.
    public U addUser(String email) {
        return addUser(email, USUAL_ZONE);
    }

    public synchronized U addUser(String email, ZoneId zone) {
        return user(email).orElseGet(() -> {
            var account = world.open(email, zone, clock.instant());
            tokens.grant(email, scopes);
            return userOf(account);
        });
    }

    public Optional<U> user(String email) {
        return world.account(email).map(this::userOf);
    }

    /// In the order of their addresses.
    public List<U> users() {
        return world.accounts().stream().map(this::userOf).toList();
    }

    /// Applies `count` random edits to the user's calendars: the same ones for the same seed, user and history.
    public void mutate(SimulatedUser user, int count) {
        var account = world.account(user.email())
                .orElseThrow(() -> new IllegalArgumentException("nobody here is called " + user.email()));
        edits.apply(account, count, clock.instant());
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

    /// No cursor of `email`, of anybody if null, that was given out before is known from now on.
    public void forgetCursors(@Nullable String email) {
        world.forgetCursors(email);
    }

    /// This side as it is written down.
    public Image image() {
        return new Image(world.image(), tokens.image());
    }

    /// A side as it is written down.
    public record Image(World.Image world, Tokens.Image tokens) {}
}
