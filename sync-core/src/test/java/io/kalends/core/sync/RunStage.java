package io.kalends.core.sync;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.calendar.Span;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.Provider;
import io.kalends.core.incident.Incidents;
import io.kalends.core.memory.Emitted;
import io.kalends.core.memory.MemorySyncStore;
import io.kalends.core.memory.MemoryTokenVault;
import io.kalends.core.plan.Brake;
import io.kalends.core.plan.SyncPlan;
import io.kalends.core.plan.WalkPlan;
import io.kalends.core.plan.WindowPlan;
import io.kalends.core.provider.Answer;
import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.provider.CalendarList;
import io.kalends.core.provider.CalendarProvider;
import io.kalends.core.provider.Change;
import io.kalends.core.provider.Page;
import io.kalends.core.provider.PageRequest;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.store.Claim;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.StoredCalendar;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest;
import io.kalends.core.store.SyncRequest.Trigger;
import io.kalends.core.store.SyncStore;
import io.kalends.core.store.Trouble;
import io.kalends.core.sync.SyncRun.Handled;
import io.kalends.core.token.AccessToken;
import io.kalends.core.token.RefreshToken;
import io.kalends.core.token.TokenEndpoint;
import io.kalends.core.token.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

/// One connected account, a store in the heap, a provider with a script, and a clock that moves only when told to.
abstract class RunStage {

    static final ConnectionKey ANNA = new ConnectionKey("acme", "anna", Provider.GOOGLE);

    static final CalendarId MAIN = new CalendarId("main");
    static final CalendarId NEW_MAIN = new CalendarId("new-main");
    static final CalendarId TEAM = new CalendarId("team");

    static final SyncPlan PLAN =
            new SyncPlan(Duration.ofMinutes(1), Duration.ofHours(6), Duration.ofMinutes(15), () -> 0);
    static final WindowPlan WINDOWS = new WindowPlan(Duration.ofDays(90), Duration.ofDays(365), Duration.ofDays(7));

    private static final Instant FIRST_MEETING = Instant.parse("2026-03-02T09:00:00Z");
    private static final int BATCH = 500;

    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    final MemorySyncStore store;
    final ScriptedProvider google = new ScriptedProvider();

    /// What the store was asked for, by the names of its methods.
    final List<String> storeCalls = new ArrayList<>();

    int refreshes;
    private final MemoryTokenVault vault = new MemoryTokenVault(() -> now);
    private final SyncRun run;

    RunStage() {
        this(BATCH);
    }

    /// @param batch most events the store tells again or removes at once
    RunStage(int batch) {
        // calendars here are emptied on purpose
        store = new MemorySyncStore(() -> now, batch, Brake.OFF);
        run = run(new Budget(20, Duration.ofSeconds(20), 50, Budget.UNPACED));
    }

    @BeforeEach
    void anna_is_connected() {
        store.link(ANNA);
        vault.connect(ANNA, new RefreshToken("refresh"), new AccessToken("access", Duration.ofDays(1000)));
    }

    SyncRun run(Budget budget) {
        return run(budget, () -> {});
    }

    /// @param onStoreCall happens with each call to the store
    SyncRun run(Budget budget, Runnable onStoreCall) {
        return run(budget, onStoreCall, google);
    }

    SyncRun run(Budget budget, Runnable onStoreCall, CalendarProvider provider) {
        var endpoint = new TokenEndpoint() {
            @Override
            public Grant refresh(RefreshToken token) {
                refreshes++;
                return new Grant.Refreshed(new AccessToken("renewed-" + refreshes, Duration.ofHours(1)), null);
            }

            @Override
            public boolean revoke(RefreshToken token) {
                return true;
            }
        };
        var tokens = new Tokens(vault, endpoint, length -> now = now.plus(length), Duration.ofMinutes(5));
        return new SyncRun(
                watched(store, onStoreCall),
                _ -> new SyncRun.Account(provider, tokens),
                new SyncRun.Rules(
                        PLAN,
                        new WalkPlan(WINDOWS),
                        budget,
                        once(),
                        Incidents.NONE,
                        () -> now.toEpochMilli() * 1_000_000));
    }

    private SyncStore watched(SyncStore watched, Runnable onStoreCall) {
        return (SyncStore) Proxy.newProxyInstance(
                SyncStore.class.getClassLoader(), new Class<?>[] {SyncStore.class}, (_, method, arguments) -> {
                    storeCalls.add(method.getName());
                    onStoreCall.run();
                    try {
                        return method.invoke(watched, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    static ShortRetries once() {
        return new ShortRetries() {
            @Override
            public <T> Answer<T> of(Provider provider, Call<T> call) throws InterruptedException {
                return call.make();
            }
        };
    }

    /// Reads the main calendar for the first time; the next run is a quarter of an hour later.
    void firstSync(Change... changes) throws InterruptedException {
        google.answers(last("cursor-1", changes));
        sync("r1");
        later();
    }

    /// Both are primary and with that selected by themselves; MAIN comes first.
    void twoCalendars() throws InterruptedException {
        google.lists(
                new CalendarList.Entry(MAIN, "Anna", "UTC", true), new CalendarList.Entry(TEAM, "Team", "UTC", true));
        google.answers(MAIN, last("cursor-1"));
        google.answers(TEAM, last("cursor-1"));
        sync("r1");
        later();
    }

    /// A quarter of an hour, with a provider that remembers nothing of what it was asked.
    void later() {
        now = now.plus(Duration.ofMinutes(15));
        google.forgets();
        storeCalls.clear();
    }

    Handled sync(String requestId) throws InterruptedException {
        return sync(requestId, SyncMode.DELTA, Trigger.SCHEDULE);
    }

    Handled goOn(String requestId) throws InterruptedException {
        return sync(requestId, SyncMode.DELTA, Trigger.CONTINUATION);
    }

    Handled sync(String requestId, SyncMode mode, Trigger trigger) throws InterruptedException {
        return handle(request(requestId, mode, trigger));
    }

    Handled handle(SyncRequest... requests) throws InterruptedException {
        return run.handle(List.of(requests));
    }

    SyncRequest request(String requestId, SyncMode mode, Trigger trigger) {
        return new SyncRequest(ANNA, requestId, null, mode, trigger, now);
    }

    /// What was told of events, in order.
    List<String> changes() {
        return told(Emitted.EventChanged.class)
                .map(change -> change.what() + " " + change.eventId())
                .toList();
    }

    /// What was told of events since so many things had been told of them.
    List<String> changesAfter(int earlier) {
        return changes().subList(earlier, changes().size());
    }

    Emitted.Ended ended(String requestId) {
        return told(Emitted.Ended.class)
                .filter(ended -> ended.requestId().equals(requestId))
                .findFirst()
                .orElseThrow();
    }

    RunEnd.Failed failure(String requestId) {
        assertThat(ended(requestId).end()).isInstanceOf(RunEnd.Failed.class);
        return (RunEnd.Failed) ended(requestId).end();
    }

    /// The connection's states as they were told, in order.
    List<Emitted.ConnectionChanged> states() {
        return told(Emitted.ConnectionChanged.class).toList();
    }

    @Nullable
    Trouble trouble(CalendarId calendar) {
        return states().getLast().calendars().stream()
                .filter(known -> known.entry().id().equals(calendar))
                .findFirst()
                .orElseThrow()
                .trouble();
    }

    List<String> stages() {
        return states().getLast().calendars().stream()
                .map(calendar -> calendar.stage().name())
                .toList();
    }

    /// The events held of the main calendar, by id.
    Map<String, CalendarEvent> held() {
        return store.held(ANNA, MAIN);
    }

    /// Where the deltas asked for so far started.
    List<String> cursorsAsked() {
        return google.asked.stream()
                .filter(request -> request.pageToken() == null)
                .map(PageRequest::origin)
                .filter(Origin.Since.class::isInstance)
                .map(Origin.Since.class::cast)
                .map(Origin.Since::cursor)
                .toList();
    }

    /// Where the main calendar's next delta starts, as whoever claims now is told; null when it has to be read in full.
    @Nullable
    String since() {
        var claim = (Claim.Claimed)
                store.claim(List.of(request("look-" + storeCalls.size() + now, SyncMode.FULL, Trigger.CONTINUATION)));
        return claim.calendars().stream()
                .filter(calendar -> calendar.id().equals(MAIN))
                .map(StoredCalendar::since)
                .filter(Objects::nonNull)
                .map(Origin.Since::cursor)
                .findFirst()
                .orElse(null);
    }

    private <T extends Emitted> Stream<T> told(Class<T> type) {
        return store.emitted(ANNA).stream().filter(type::isInstance).map(type::cast);
    }

    static Answer<Page> page(String next, Change... changes) {
        return new Answer.Got<>(new Page(Arrays.asList(changes), new Page.Next.More(next)));
    }

    static Answer<Page> last(String cursor, Change... changes) {
        return new Answer.Got<>(new Page(Arrays.asList(changes), new Page.Next.Last(cursor)));
    }

    static <T> Answer<T> down() {
        return Answer.refused(new Refusal.Unavailable(Refusal.Unavailable.Cause.DOWN, "503", null));
    }

    static Change.Upserted event(String id, @Nullable String title) {
        return event(id, title, FIRST_MEETING);
    }

    static Change.Upserted event(String id, @Nullable String title, Instant start) {
        var span = new Span.Timed(start, start.plusSeconds(900));
        return new Change.Upserted(id, id + "@example.com", meeting(title, span), span);
    }

    /// An instance with details of its own. Its id is the series' with its number behind it.
    static Change.Upserted instance(String series, int number, String title) {
        var span = spanOf(number);
        var event = meeting(title, span).instance(series, span, null);
        return new Change.Upserted(series + "-" + number, series + "@example.com", event, span);
    }

    /// An instance that says no more than when it is.
    static Change.Occurrence occurrence(String series, int number) {
        return new Change.Occurrence(series + "-" + number, series, spanOf(number), spanOf(number), null);
    }

    static Change.Series series(String id, String title) {
        return new Change.Series(id, id + "@example.com", meeting(title, spanOf(1)));
    }

    /// One a day.
    private static Span.Timed spanOf(int number) {
        var start = FIRST_MEETING.plus(Duration.ofDays(number));
        return new Span.Timed(start, start.plusSeconds(900));
    }

    private static CalendarEvent meeting(@Nullable String title, Span span) {
        return new CalendarEvent(
                title,
                span,
                "UTC",
                CalendarEvent.Status.CONFIRMED,
                null,
                null,
                List.of(),
                false,
                null,
                null,
                null,
                CalendarEvent.Visibility.DEFAULT,
                true,
                null,
                new CalendarEvent.Revision(null, null));
    }
}
