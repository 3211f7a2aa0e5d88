package io.kalends.worker.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import io.kalends.core.calendar.EventWindow;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.connection.Provider;
import io.kalends.core.incident.IncidentBoard;
import io.kalends.core.incident.IncidentRules;
import io.kalends.core.incident.Incidents;
import io.kalends.core.incident.SharedIncidents;
import io.kalends.core.memory.Emitted;
import io.kalends.core.memory.MemoryIncidentBoard;
import io.kalends.core.memory.MemorySyncStore;
import io.kalends.core.memory.MemoryTokenVault;
import io.kalends.core.plan.SyncPlan;
import io.kalends.core.plan.WalkPlan;
import io.kalends.core.plan.WindowPlan;
import io.kalends.core.provider.Answer;
import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.provider.CalendarList;
import io.kalends.core.provider.CalendarProvider;
import io.kalends.core.provider.Instances;
import io.kalends.core.provider.ListRequest;
import io.kalends.core.provider.Lookup;
import io.kalends.core.provider.Page;
import io.kalends.core.provider.PageRequest;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest;
import io.kalends.core.store.SyncRequest.Trigger;
import io.kalends.core.sync.Budget;
import io.kalends.core.sync.ShortRetries;
import io.kalends.core.sync.SyncRun;
import io.kalends.core.token.AccessToken;
import io.kalends.core.token.Pause;
import io.kalends.core.token.RefreshToken;
import io.kalends.core.token.TokenEndpoint;
import io.kalends.core.token.Tokens;
import io.kalends.worker.http.ProviderCalls;

/// Many connections to one provider in virtual time: the real engine, retries and rules, a schedule that does what the
/// outcomes say, and a provider that can be down.
final class Fleet implements AutoCloseable {

    static final Duration INTERVAL = Duration.ofMinutes(15);

    private static final CalendarId MAIN = new CalendarId("main");
    private static final double JITTER = 0.05;

    /// A run that is due.
    private record Due(Instant at, ConnectionKey key, Trigger trigger, int number) implements Comparable<Due> {

        @Override
        public int compareTo(Due other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Integer.compare(number, other.number);
        }
    }

    Instant now = Instant.parse("2026-03-01T00:00:00Z");

    /// What the calendar API answers instead, null when it works.
    @Nullable
    Refusal api;

    /// What the token endpoint answers instead, null when it works.
    TokenEndpoint.@Nullable Grant tokens;

    /// The users whose calls are answered so.
    Predicate<String> concerned = _ -> true;

    /// Calls to the calendar API and runs begun, by minute since the beginning.
    final Map<Long, Integer> calls = new TreeMap<>();

    final Map<Long, Integer> runs = new TreeMap<>();
    final Map<ConnectionKey, Instant> fresh = new HashMap<>();
    final List<RunEnd> ends = new ArrayList<>();
    final IncidentBoard board = new MemoryIncidentBoard(() -> now);
    final MemorySyncStore store = new MemorySyncStore(() -> now);
    int refreshes;
    private final Instant beginning = now;
    private final Random random;
    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private final MemoryTokenVault vault = new MemoryTokenVault(() -> now);
    private final AnnotationConfigApplicationContext http = new AnnotationConfigApplicationContext();
    private final SyncRun run;
    private int number;

    Fleet(int connections) {
        this(connections, Duration.ofDays(1000));
    }

    /// @param tokenLife how long the access tokens are good that the connections begin with
    Fleet(int connections, Duration tokenLife) {
        this(connections, tokenLife, 7);
    }

    /// @param seed of all chance
    Fleet(int connections, Duration tokenLife, long seed) {
        random = new Random(seed);
        DoubleSupplier chance = random::nextDouble;
        LongSupplier nanos = () -> Duration.between(beginning, now).toNanos();
        var rules = new IncidentRules(
                Duration.ofSeconds(15), Duration.ofMinutes(2), Duration.ofMinutes(2), INTERVAL, chance);
        var rates = new FailureRates(3, new FailureRates.Window(16, Duration.ofHours(2)), 50, nanos);
        var incidents = new SharedIncidents(board, rates, rules, () -> new UUID(7, ++number), nanos);
        http.registerBean(Pause.class, () -> length -> now = now.plus(length));
        http.registerBean(DoubleSupplier.class, () -> chance);
        http.registerBean(Incidents.class, () -> incidents);
        http.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        http.registerBean(LongSupplier.class, () -> nanos);
        http.scan(ProviderCalls.class.getPackageName());
        http.refresh();
        var account = new SyncRun.Account(
                new Calendars(), new Tokens(vault, new Endpoint(), _ -> {}, Duration.ofMinutes(5), incidents));
        run = new SyncRun(
                store,
                _ -> account,
                new SyncRun.Rules(
                        new SyncPlan(Duration.ofMinutes(1), Duration.ofHours(6), Duration.ofMinutes(15), chance),
                        new WalkPlan(new WindowPlan(Duration.ofDays(90), Duration.ofDays(365), Duration.ofDays(30))),
                        new Budget(20, Duration.ofSeconds(20), 50, Budget.UNPACED),
                        http.getBean(ShortRetries.class),
                        incidents,
                        nanos));
        for (int i = 0; i < connections; i++) {
            var key = new ConnectionKey("acme", "u" + i, Provider.GOOGLE);
            store.link(key);
            vault.connect(key, new RefreshToken("refresh-u" + i), new AccessToken("access-u" + i, tokenLife));
            queue.add(new Due(now.plus(part(INTERVAL)), key, Trigger.SCHEDULE, ++number));
        }
    }

    /// Somebody asks for a sync of `key`, now.
    void resync(ConnectionKey key) {
        again(key, Duration.ZERO, Trigger.MANUAL);
    }

    /// Lets all runs happen that are due within `length`.
    void live(Duration length) throws InterruptedException {
        var until = now.plus(length);
        while (!queue.isEmpty() && !queue.element().at().isAfter(until)) {
            var due = queue.remove();
            now = due.at().isAfter(now) ? due.at() : now;
            runs.merge(minute(), 1, Integer::sum);
            var requestId = "r" + due.number();
            run.handle(List.of(new SyncRequest(due.key(), requestId, null, SyncMode.DELTA, due.trigger(), now)));
            settle(due.key(), requestId);
        }
        now = until.isAfter(now) ? until : now;
    }

    ConnectionStatus status(ConnectionKey key) {
        return store.status(key);
    }

    long minute() {
        return Duration.between(beginning, now).toMinutes();
    }

    /// The sum over the minutes from `from`, inclusive, to `to`, exclusive.
    static int sum(Map<Long, Integer> counts, long from, long to) {
        return counts.entrySet().stream()
                .filter(count -> count.getKey() >= from && count.getKey() < to)
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /// The most in one minute from `from` on.
    static int peak(Map<Long, Integer> counts, long from) {
        return counts.entrySet().stream()
                .filter(count -> count.getKey() >= from)
                .mapToInt(Map.Entry::getValue)
                .max()
                .orElse(0);
    }

    private void settle(ConnectionKey key, String requestId) {
        for (var emitted : store.emitted(key).reversed()) {
            if (emitted instanceof Emitted.Ended ended && ended.requestId().equals(requestId)) {
                ends.add(ended.end());
                switch (ended.end()) {
                    case RunEnd.Completed _ -> {
                        fresh.put(key, now);
                        again(key, interval(), Trigger.SCHEDULE);
                    }
                    case RunEnd.Limited limited -> again(key, limited.delay(), Trigger.RETRY);
                    case RunEnd.Deferred deferred -> again(key, deferred.delay(), Trigger.RETRY);
                    case RunEnd.Failed failed -> {
                        if (failed.delay() != null) {
                            again(key, failed.delay(), Trigger.RETRY);
                        }
                    }
                }
                return;
            }
        }
    }

    private void again(ConnectionKey key, Duration delay, Trigger trigger) {
        queue.add(new Due(now.plus(delay), key, trigger, ++number));
    }

    private static String user(String secret) {
        return secret.substring(secret.lastIndexOf('-') + 1);
    }

    private Duration interval() {
        return Duration.ofMillis(Math.round(INTERVAL.toMillis() * (1 + JITTER * (2 * random.nextDouble() - 1))));
    }

    private Duration part(Duration most) {
        return Duration.ofMillis((long) (most.toMillis() * random.nextDouble()));
    }

    @Override
    public void close() {
        http.close();
    }

    /// One calendar in which nothing ever happens.
    private final class Calendars implements CalendarProvider {

        @Override
        public Answer<Page> fetch(AccessToken token, CalendarId calendar, PageRequest request) {
            return answer(token, new Page(List.of(), new Page.Next.Last("cursor")));
        }

        @Override
        public Answer<CalendarList> calendars(AccessToken token, ListRequest request) {
            return answer(
                    token,
                    new CalendarList(
                            List.of(new CalendarList.Entry(MAIN, "Main", "UTC", true)),
                            List.of(),
                            new CalendarList.Next.Last(null)));
        }

        @Override
        public Answer<Lookup> event(AccessToken token, CalendarId calendar, String eventId) {
            return answer(token, new Lookup.Gone());
        }

        @Override
        public Answer<Instances> instances(
                AccessToken token,
                CalendarId calendar,
                String seriesId,
                EventWindow window,
                @Nullable String pageToken) {
            return answer(token, new Instances.NotListed());
        }

        private <T> Answer<T> answer(AccessToken token, T right) {
            calls.merge(minute(), 1, Integer::sum);
            return api == null || !concerned.test(user(token.secret())) ? new Answer.Got<>(right) : Answer.refused(api);
        }
    }

    private final class Endpoint implements TokenEndpoint {

        @Override
        public Grant refresh(RefreshToken token) {
            refreshes++;
            var user = user(token.secret());
            return tokens == null || !concerned.test(user)
                    ? new Grant.Refreshed(
                            new AccessToken("renewed-" + refreshes + "-" + user, Duration.ofHours(1)), null)
                    : tokens;
        }

        @Override
        public boolean revoke(RefreshToken token) {
            return true;
        }
    }
}
