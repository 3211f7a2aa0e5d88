package io.kalends.worker.provider;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.ConnectionState;
import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.incident.Incidents;
import io.kalends.core.memory.Emitted;
import io.kalends.core.memory.MemoryTokenVault;
import io.kalends.core.plan.SyncPlan;
import io.kalends.core.plan.WalkPlan;
import io.kalends.core.plan.WindowPlan;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest;
import io.kalends.core.store.SyncRequest.Trigger;
import io.kalends.core.store.SyncStore;
import io.kalends.core.sync.Budget;
import io.kalends.core.sync.SyncRun;
import io.kalends.core.sync.SyncRun.Handled;
import io.kalends.core.token.RefreshToken;
import io.kalends.core.token.Tokens;
import io.kalends.simulator.side.SimulatedUser;

/// What happens to one connection, drawn from a seed: people edit their calendars and the list of them, time
/// passes, syncs are asked for once and twice, things go wrong at the provider, and workers die or are
/// overtaken in the middle of a run. Then it gets quiet, and what was told is compared with what is.
final class RandomHistory {

    private static final int FEWEST_STEPS = 6;
    private static final int MOST_STEPS = 16;
    private static final int MOST_QUIET_RUNS = 40;
    private static final int MOST_CALENDARS = 4;

    /// What was discarded last is read again and held again.
    private static final int MOST_RELEASES = 3;

    private final ProviderUnderTruth provider;
    private final SplittableRandom random;
    private final ConnectionKey key;
    private final SimulatedUser user;
    private final StoreUnderTruth store;
    private final MemoryTokenVault vault;
    private final Mishaps mishaps;
    private final List<String> steps = new ArrayList<>();
    private final Set<String> requests = new HashSet<>();
    private final Set<CalendarId> closed = new HashSet<>();

    /// Deletions that were told while all of them were to be held.
    private final List<String> unasked = new ArrayList<>();

    private boolean decided;
    private int numbered;
    private @Nullable SyncRequest last;

    private RandomHistory(ProviderUnderTruth provider, StoreUnderTruth store, long seed) {
        this.provider = provider;
        this.store = store;
        random = new SplittableRandom(seed);
        provider.clock.set(store.beginning());
        provider.simulator.faults().clear();
        provider.takeHabits(random);
        var email = "history-" + seed + store.suffix() + "@example.com";
        user = provider.side().addUser(email);
        key = new ConnectionKey("tenant", "user-" + seed, provider.at.provider());
        vault = new MemoryTokenVault(provider.clock);
        mishaps = new Mishaps(provider.simulator.faults(), provider.at.provider(), email);
        store.connect(key);
        vault.connect(key, new RefreshToken(user.refreshToken()), null);
    }

    /// Plays the history of `seed`.
    ///
    /// @return what does not hold afterwards; empty when everything does
    static List<String> play(ProviderUnderTruth provider, StoreUnderTruth store, long seed)
            throws InterruptedException {
        var history = new RandomHistory(provider, store, seed);
        try {
            history.play();
            return history.quiet();
        } catch (AssertionError | RuntimeException e) {
            return List.of("after " + history.steps + ": " + e);
        }
    }

    private void play() throws InterruptedException {
        edit(random.nextInt(1, 30));
        for (int left = random.nextInt(FEWEST_STEPS, MOST_STEPS + 1); left > 0; left--) {
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3, 4 -> edit(random.nextInt(1, 9));
                case 5, 6, 7 -> sync("sync", request(SyncMode.DELTA, Trigger.SCHEDULE), null);
                case 8 -> sync("resync", request(SyncMode.FULL, Trigger.MANUAL), null);
                case 9 -> syncTwice();
                case 10, 11 -> sync("meanwhile edited", request(SyncMode.DELTA, Trigger.SCHEDULE), edited());
                case 12, 13 -> sync("died", request(SyncMode.DELTA, Trigger.SCHEDULE), died());
                case 14 -> sync("overtaken", request(SyncMode.DELTA, Trigger.SCHEDULE), overtaken());
                case 15 -> pass(Duration.ofMinutes(random.nextInt(1, 600)));
                case 16 -> pass(Duration.ofHours(random.nextInt(12, 80)));
                case 17 -> forget();
                case 18 -> calendars();
                default -> {
                    mishaps.happen(random);
                    sync("with a mishap", request(SyncMode.DELTA, Trigger.SCHEDULE), null);
                }
            }
        }
    }

    /// Runs without any trouble until one completes.
    private Handled completed() throws InterruptedException {
        provider.simulator.faults().clear();
        reconnect();
        var handled = Handled.FENCED;
        for (int run = 0; run < MOST_QUIET_RUNS && handled != Handled.COMPLETED; run++) {
            pass(Duration.ofMinutes(2));
            reconnect();
            var trigger = handled == Handled.DEFERRED ? Trigger.CONTINUATION : Trigger.MANUAL;
            handled = sync("quiet", request(SyncMode.DELTA, trigger), null);
        }
        return handled;
    }

    /// Nothing happens any more: after the next complete run, everything must hold, and the run after that
    /// has nothing to tell.
    private List<String> quiet() throws InterruptedException {
        decided = true;
        var handled = completed();
        for (int release = 0; release < MOST_RELEASES && store.brakes(); release++) {
            store.release(key);
            handled = completed();
        }
        var emitted = store.emitted(key);
        var findings = new ArrayList<>(unasked);
        if (handled != Handled.COMPLETED) {
            findings.add("no run completes any more: " + emitted.getLast());
        }
        findings.addAll(new Truth(user, key, store, closed).differences());
        findings.addAll(Journal.of(emitted).flaws(requests));
        var before = emitted.size();
        pass(Duration.ofMinutes(1));
        sync("idle", request(SyncMode.DELTA, Trigger.SCHEDULE), null);
        store.emitted(key).stream()
                .skip(before)
                .filter(Emitted.EventChanged.class::isInstance)
                .forEach(told -> findings.add("told although nothing had changed: " + told));
        return findings.isEmpty() ? findings : List.of("after " + steps + "\n    " + String.join("\n    ", findings));
    }

    /// A request whose run another one overtook has no outcome of its own: the later one's stands for it.
    private Handled sync(String what, SyncRequest request, Interrupted.@Nullable Incident incident)
            throws InterruptedException {
        last = request;
        var before = store.brakes() ? store.emitted(key).size() : 0;
        var handled = answered(what, request, incident);
        if (store.brakes()) {
            store.emitted(key).stream()
                    .skip(before)
                    .filter(told -> told instanceof Emitted.EventChanged change
                            && change.what() == Emitted.EventChanged.What.DELETED
                            && !closed.contains(change.calendar()))
                    .forEach(told -> unasked.add("deleted although nobody said so: " + told));
            decide();
        }
        return handled;
    }

    /// Somebody decides now and then on what is held.
    private void decide() {
        if (decided) {
            return;
        }
        switch (random.nextInt(8)) {
            case 0 -> {
                steps.add("released");
                store.release(key);
            }
            case 1 -> {
                steps.add("discarded");
                store.discard(key);
            }
            default -> {}
        }
    }

    private Handled answered(String what, SyncRequest request, Interrupted.@Nullable Incident incident)
            throws InterruptedException {
        try {
            var handled = run(Interrupted.store(store.store(), incident)).handle(List.of(request));
            steps.add(what + " " + handled);
            if (handled == Handled.FENCED) {
                requests.remove(request.requestId());
            }
            return handled;
        } catch (WorkerDied _) {
            steps.add(what);
            return handleAgain(request);
        }
    }

    /// What is not answered comes again, to another worker.
    private Handled handleAgain(SyncRequest request) throws InterruptedException {
        return run(store.store()).handle(List.of(request));
    }

    private SyncRun run(SyncStore through) {
        var tokens = new Tokens(vault, provider.tokens(), provider.clock::pass, Duration.ofMinutes(5));
        var plan = new SyncPlan(Duration.ofMinutes(1), Duration.ofHours(6), Duration.ofMinutes(15), () -> 0.5);
        var windows = new WindowPlan(Duration.ofDays(90), Duration.ofDays(365), Duration.ofDays(7));
        var rules = new SyncRun.Rules(
                plan,
                new WalkPlan(windows),
                new Budget(random.nextInt(2, 30), Duration.ofMinutes(10), 500, Budget.UNPACED),
                provider.retries(),
                Incidents.NONE,
                provider.clock::nanos);
        return new SyncRun(through, _ -> new SyncRun.Account(provider.calendars(), tokens), rules);
    }

    private SyncRequest request(SyncMode mode, Trigger trigger) {
        var id = "r" + ++numbered;
        if (ConnectionState.of(store.status(key), 0, null) instanceof ConnectionState.Syncing) {
            requests.add(id);
        }
        return new SyncRequest(key, id, null, mode, trigger, provider.clock.instant());
    }

    private void syncTwice() throws InterruptedException {
        var again = last == null ? request(SyncMode.DELTA, Trigger.SCHEDULE) : last;
        sync("again", again, null);
        sync("and again", again, null);
    }

    private Interrupted.Incident edited() {
        return incident(() -> edit(random.nextInt(1, 5)));
    }

    private Interrupted.Incident died() {
        return incident(() -> {
            throw new WorkerDied();
        });
    }

    private Interrupted.Incident overtaken() {
        return incident(() -> run(store.store()).handle(List.of(request(SyncMode.DELTA, Trigger.SCHEDULE))));
    }

    private Interrupted.Incident incident(Interrupted.Happening happening) {
        return new Interrupted.Incident(random.nextInt(1, 12), random.nextBoolean(), happening);
    }

    private void edit(int times) {
        steps.add("edit " + times);
        provider.side().mutate(user, times);
    }

    private void pass(Duration time) {
        steps.add("pass " + time);
        provider.clock.pass(time);
    }

    private void forget() {
        steps.add("cursors forgotten");
        user.forgetCursors();
        if (random.nextBoolean()) {
            user.expireAccessTokens();
        }
    }

    /// The list of calendars changes, or which of them are wanted.
    private void calendars() {
        var living = user.calendars().stream()
                .filter(calendar -> !calendar.facts().deleted())
                .toList();
        if (living.size() < MOST_CALENDARS && random.nextBoolean()) {
            steps.add("calendar added");
            user.addCalendar("Calendar " + living.size());
        } else if (living.size() > 1 && random.nextInt(3) == 0) {
            steps.add("calendar removed");
            living.getLast().remove();
        } else {
            steps.add("calendars chosen");
            var chosen = living.stream()
                    .filter(_ -> random.nextInt(4) != 0)
                    .map(calendar -> new CalendarId(calendar.id()))
                    .collect(Collectors.toSet());
            living.stream()
                    .map(calendar -> new CalendarId(calendar.id()))
                    .filter(calendar -> !chosen.contains(calendar))
                    .forEach(closed::add);
            store.select(key, chosen);
        }
    }

    private void reconnect() {
        if (store.status(key) == ConnectionStatus.NEEDS_RECONNECT) {
            vault.connect(key, new RefreshToken(user.refreshToken()), null);
            store.put(key, ConnectionStatus.LINKED);
        }
    }
}
