package io.kalends.simulator.world;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;

/// All accounts at one provider.
public final class World {
    private final SeededIds ids;
    private final Instant horizon;
    private final ConcurrentMap<String, Account> accounts = new ConcurrentHashMap<>();

    /// @param horizon endless series are followed up to here; it does not move with time, so that what a fresh reading
    ///                shows changes by edits only
    public World(long seed, Instant horizon) {
        this.ids = new SeededIds(seed);
        this.horizon = horizon;
    }

    /// A world as it was written down.
    public static World restored(Image image) {
        var world = new World(image.seed(), image.horizon());
        image.accounts()
                .forEach(account ->
                        world.accounts.put(account.email(), Account.restored(account, world.ids, world.horizon)));
        return world;
    }

    public Image image() {
        return new Image(
                ids.seed(), horizon, accounts().stream().map(Account::image).toList());
    }

    public SeededIds ids() {
        return ids;
    }

    /// The account of `email`, opened now unless it was there.
    public Account open(String email, ZoneId zone, Instant now) {
        return accounts.computeIfAbsent(email, _ -> Account.opened(email, zone, ids, horizon, now));
    }

    public Optional<Account> account(String email) {
        return Optional.ofNullable(accounts.get(email));
    }

    /// In the order of their addresses.
    public List<Account> accounts() {
        return accounts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }

    /// No cursor of `email`, of anybody if null, that was given out before is known from now on.
    public void forgetCursors(@Nullable String email) {
        accounts.values().stream()
                .filter(account -> email == null || email.equals(account.email()))
                .forEach(Account::forgetCursors);
    }

    /// A world as it is written down.
    public record Image(long seed, Instant horizon, List<Account.Image> accounts) {
        public Image {
            accounts = List.copyOf(accounts);
        }
    }
}
