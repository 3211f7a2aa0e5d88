package io.kalends.worker.provider;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.calendar.EventWindow;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.ConnectionState;
import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.memory.Emitted;
import io.kalends.core.memory.Emitted.EventChanged;
import io.kalends.core.memory.Emitted.EventChanged.What;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.RunEnd.DeferReason;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest;
import io.kalends.core.store.SyncRequest.Trigger;
import io.kalends.simulator.side.EventTruth;
import io.kalends.simulator.side.SimulatedCalendar;
import io.kalends.simulator.side.SimulatedUser;
import io.kalends.simulator.traffic.LoggedRequest;
import io.kalends.simulator.traffic.RequestKind;

import static org.assertj.core.api.Assertions.assertThat;

/// A user whose calendars are kept in step: runs them, and holds what came of it against the provider's truth.
final class ConnectedUser {

    private static final int MOST_SLICES = 50;

    private final Stage stage;
    private final ConnectionKey key;
    private final SimulatedUser user;
    private final Set<CalendarId> wanted = new HashSet<>();
    private int requests;
    private int looked;

    ConnectedUser(Stage stage, ConnectionKey key, SimulatedUser user) {
        this.stage = stage;
        this.key = key;
        this.user = user;
    }

    SimulatedUser user() {
        return user;
    }

    ConnectionKey key() {
        return key;
    }

    /// The calendar that is kept in step from the start.
    SimulatedCalendar main() {
        return user.primary();
    }

    /// Keeps one more calendar in step; the account's calendars have been listed before.
    void selects(SimulatedCalendar calendar) {
        wanted.add(new CalendarId(main().id()));
        wanted.add(new CalendarId(calendar.id()));
        stage.store().select(key, wanted);
    }

    /// The cursor of the main calendar is no longer what the provider gave out.
    void damagesItsPlace() {
        stage.engine().provider().damageCursor(new CalendarId(main().id()));
    }

    /// Random edits of all calendars.
    void mutate(int edits) {
        stage.provider().side(stage.simulator()).mutate(user, edits);
    }

    /// Withdraws nothing and consents again: we get a new grant.
    void reconnects() {
        stage.connect(key, user);
        stage.store().put(key, new ConnectionState.Linked());
    }

    /// Syncs to the end; afterwards what is held and what was told is the truth.
    void syncs() {
        syncs(SyncMode.DELTA, Trigger.SCHEDULE);
    }

    void syncs(SyncMode mode, Trigger trigger) {
        assertThat(runs(mode, trigger)).isInstanceOf(RunEnd.Completed.class);
        isTrue();
    }

    /// Syncs and expects a failure; returns it.
    RunEnd.Failed fails() {
        return (RunEnd.Failed)
                assertThat(runs()).isInstanceOf(RunEnd.Failed.class).actual();
    }

    /// Syncs and expects to be put off; returns by what and until when.
    RunEnd.Deferred waits() {
        return (RunEnd.Deferred)
                assertThat(runs()).isInstanceOf(RunEnd.Deferred.class).actual();
    }

    /// Syncs, whatever comes of it.
    RunEnd runs() {
        return runs(SyncMode.DELTA, Trigger.SCHEDULE);
    }

    RunEnd runs(SyncMode mode, Trigger trigger) {
        var end = slice(mode, trigger);
        for (int slices = 1; isUnfinished(end) && slices < MOST_SLICES; slices++) {
            end = slice(mode, Trigger.CONTINUATION);
        }
        assertThat(isUnfinished(end)).as("still unfinished: " + end).isFalse();
        return end;
    }

    private static boolean isUnfinished(RunEnd end) {
        return end instanceof RunEnd.Deferred deferred && deferred.reason() == DeferReason.NEXT_SLICE;
    }

    private RunEnd slice(SyncMode mode, Trigger trigger) {
        var id = "request-" + ++requests;
        try {
            stage.engine()
                    .run()
                    .handle(List.of(new SyncRequest(
                            key, id, null, mode, trigger, stage.clock().instant())));
        } catch (InterruptedException broken) {
            throw new AssertionError("nobody interrupts a test", broken);
        }
        return emitted(Emitted.Ended.class).stream()
                .filter(ended -> ended.requestId().equals(id))
                .map(Emitted.Ended::end)
                .findFirst()
                .orElseThrow(() -> new AssertionError(id + " has no outcome: the connection is " + status()));
    }

    /// How many requests were made of the engine so far.
    int requests() {
        return requests;
    }

    ConnectionStatus status() {
        return stage.store().status(key);
    }

    /// The outcome told last.
    Emitted.Ended lastEnded() {
        return emitted(Emitted.Ended.class).getLast();
    }

    /// The state told last.
    Emitted.ConnectionChanged lastState() {
        return emitted(Emitted.ConnectionChanged.class).getLast();
    }

    /// What was told of events since the last look.
    List<Told> told() {
        var all = emitted(EventChanged.class);
        var news = all.subList(looked, all.size()).stream().map(Told::of).toList();
        looked = all.size();
        return news;
    }

    /// The requests that reached the provider for this user since the last opening or [#forgetCalls()].
    List<LoggedRequest> calls(RequestKind... kinds) {
        var wanted = Set.of(kinds);
        return stage.simulator()
                .requests()
                .matching(request -> request.provider() == stage.provider().vendor()
                        && user.email().equals(request.user())
                        && (wanted.isEmpty() || wanted.contains(request.kind())));
    }

    void forgetCalls() {
        stage.simulator().requests().clear();
    }

    /// What the provider holds of the main calendar in the window it was last read in, by id.
    Map<String, EventTruth> truth() {
        return truth(main());
    }

    /// The ids of a series' instances in the window, as the provider holds them now.
    Set<String> instances(String seriesId) {
        return truth().values().stream()
                .filter(event -> seriesId.equals(event.seriesId()))
                .map(EventTruth::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// What is held of an event of the main calendar.
    CalendarEvent held(String eventId) {
        var held = stage.store().held(key, new CalendarId(main().id())).get(eventId);
        return Objects.requireNonNull(held, () -> eventId + " is not held");
    }

    private Map<String, EventTruth> truth(SimulatedCalendar calendar) {
        var window = window(calendar);
        return window == null ? Map.of() : calendar.truth(window.from(), window.to());
    }

    private @Nullable EventWindow window(SimulatedCalendar calendar) {
        return stage.engine().window(new CalendarId(calendar.id()));
    }

    /// What is held is what the provider holds; the fold of what was told is the same; nothing was told in vain, twice
    /// or of nobody's event; and the numbering has no gap.
    void isTrue() {
        var fold = folded();
        for (var calendar : user.calendars()) {
            var id = new CalendarId(calendar.id());
            var held = stage.store().held(key, id);
            assertThat(differences(calendar, held)).as("held wrongly").isEmpty();
            assertThat(fold.getOrDefault(id, Map.of()))
                    .as("fold of what was told")
                    .isEqualTo(contents(held));
        }
        var numbers = stage.store().emitted(key).stream().map(Emitted::sequence).toList();
        for (int i = 0; i < numbers.size(); i++) {
            assertThat(numbers.get(i)).isEqualTo(i + 1L);
        }
    }

    private List<String> differences(SimulatedCalendar calendar, Map<String, CalendarEvent> held) {
        var truth = calendar.facts().deleted() || calendar.facts().hidden()
                ? Map.<String, EventTruth>of()
                : truth(calendar);
        var ids = new TreeSet<>(truth.keySet());
        ids.addAll(held.keySet());
        var differences = new ArrayList<String>();
        for (var id : ids) {
            var theirs = truth.get(id);
            var ours = held.get(id);
            var difference = theirs == null
                    ? "is not there"
                    : ours == null ? "is missing" : Seen.of(theirs).differences(Seen.of(ours));
            if (!difference.isEmpty()) {
                differences.add(id + " " + difference);
            }
        }
        return differences;
    }

    private Map<CalendarId, Map<String, CalendarEvent>> folded() {
        var fold = new HashMap<CalendarId, Map<String, CalendarEvent>>();
        for (var change : emitted(EventChanged.class)) {
            var calendar = fold.computeIfAbsent(change.calendar(), _ -> new HashMap<>());
            var event = change.event();
            if (change.what() == What.UPSERTED && event != null) {
                var before = calendar.put(change.eventId(), content(event));
                assertThat(before).as("told twice: " + change.eventId()).isNotEqualTo(content(event));
            } else {
                assertThat(calendar.remove(change.eventId()))
                        .as("told to be gone, and never told to be there: " + change.eventId())
                        .isNotNull();
            }
        }
        return fold;
    }

    private static Map<String, CalendarEvent> contents(Map<String, CalendarEvent> events) {
        var contents = new TreeMap<String, CalendarEvent>();
        events.forEach((id, event) -> contents.put(id, content(event)));
        return contents;
    }

    /// The event without its revision, which alone is no change.
    private static CalendarEvent content(CalendarEvent event) {
        return new CalendarEvent(
                event.title(),
                event.span(),
                event.timeZone(),
                event.status(),
                event.location(),
                event.organizer(),
                event.attendees(),
                event.attendeesOmitted(),
                event.seriesId(),
                event.originalStart(),
                event.onlineMeeting(),
                event.visibility(),
                event.busy(),
                event.webLink(),
                new CalendarEvent.Revision(null, null));
    }

    private <T extends Emitted> List<T> emitted(Class<T> kind) {
        var all = new ArrayList<T>();
        stage.store().emitted(key).stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .forEach(all::add);
        return all;
    }
}
