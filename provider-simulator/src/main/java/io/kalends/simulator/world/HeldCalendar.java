package io.kalends.simulator.world;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.world.StoredEvent.Deviation;
import io.kalends.simulator.world.StoredEvent.Era;

/// A calendar that is edited. Every edit has its own revision, so whatever changed since a revision can be told.
///
/// Safe for many threads; one edit at a time.
public final class HeldCalendar {
    private final SeededIds ids;
    private final Expansion expansion;
    private final Map<String, StoredEvent> events = new LinkedHashMap<>();
    private CalendarFacts facts;
    private Instant updated;
    private long revision;
    private long generation;
    private long floor;
    private long idsGiven;

    HeldCalendar(CalendarState state, SeededIds ids, Instant horizon) {
        this.ids = ids;
        this.expansion = new Expansion(state.facts().zone(), horizon);
        this.facts = state.facts();
        this.updated = state.updated();
        this.revision = state.revision();
        this.generation = state.generation();
        this.floor = state.floor();
        this.idsGiven = state.idsGiven();
        state.events().forEach(event -> events.put(event.id(), event));
    }

    public synchronized CalendarState state() {
        return new CalendarState(
                facts, updated, revision, generation, floor, idsGiven, new ArrayList<>(events.values()));
    }

    public synchronized CalendarFacts facts() {
        return facts;
    }

    synchronized void describe(CalendarFacts other) {
        facts = other;
    }

    public Expansion expansion() {
        return expansion;
    }

    public synchronized Optional<StoredEvent> find(String id) {
        return Optional.ofNullable(events.get(id));
    }

    /// Adds an event, or a series if there is a `recurrence`.
    ///
    /// @return its id
    public synchronized String create(Span span, @Nullable Recurrence recurrence, EventDetails details, Instant now) {
        var id = ids.id("event/" + facts.id(), ++idsGiven);
        events.put(id, StoredEvent.created(id, now, next(now), span, recurrence, details));
        return id;
    }

    /// Changes what an event, or a whole series, says.
    public synchronized void edit(String id, UnaryOperator<EventDetails> change, Instant now) {
        var event = live(id);
        put(event, event.span(), event.recurrence(), change.apply(event.details()), event.exceptions(), false, now);
    }

    /// Changes when an event takes place, or how a series repeats. Exceptions the new rule has no place for are called
    /// off.
    public synchronized void reschedule(String id, Span span, @Nullable Recurrence recurrence, Instant now) {
        var event = live(id);
        if ((event.recurrence() == null) != (recurrence == null)) {
            throw new IllegalArgumentException(
                    "event " + id + " cannot turn from a single event into a series or back");
        }
        var reshaped = event(event, span, recurrence, event.exceptions(), now);
        var exceptions = new HashMap<>(event.exceptions());
        exceptions.replaceAll((key, deviation) -> placed(reshaped, key) ? deviation : calledOff(deviation, now));
        put(event, span, recurrence, event.details(), exceptions, false, now);
    }

    /// Deletes an event or a whole series.
    public synchronized void delete(String id, Instant now) {
        var event = live(id);
        put(event, event.span(), event.recurrence(), event.details(), event.exceptions(), true, now);
    }

    /// Makes one instance differ from its series.
    ///
    /// @param key  the original start as instance ids write it
    /// @param span null to leave it where it is
    public synchronized void editInstance(
            String seriesId, String key, @Nullable Span span, UnaryOperator<EventDetails> change, Instant now) {
        var series = live(seriesId);
        var before = deviation(series, key, now);
        deviate(
                series,
                key,
                new Deviation(
                        before.original(),
                        span == null ? before.span() : span,
                        change.apply(before.details()),
                        false,
                        now,
                        next(now),
                        with(before.earlier(), before.span())),
                now);
    }

    /// Calls off one instance of a series.
    public synchronized void cancelInstance(String seriesId, String key, Instant now) {
        var series = live(seriesId);
        deviate(series, key, calledOff(deviation(series, key, now), now), now);
    }

    /// From now on no cursor given out before is known.
    public synchronized void forgetCursors() {
        generation++;
    }

    private void put(
            StoredEvent event,
            Span span,
            @Nullable Recurrence recurrence,
            EventDetails details,
            Map<String, Deviation> exceptions,
            boolean cancelled,
            Instant now) {
        var changed = next(now);
        var moved = !span.equals(event.span());
        events.put(
                event.id(),
                new StoredEvent(
                        event.id(),
                        event.created(),
                        now,
                        changed,
                        changed,
                        event.sequence() + (moved ? 1 : 0),
                        span,
                        recurrence,
                        details,
                        cancelled,
                        exceptions,
                        remembered(event, span, recurrence, changed)));
    }

    private List<Era> remembered(StoredEvent event, Span span, @Nullable Recurrence recurrence, long changed) {
        if (span.equals(event.span()) && Objects.equals(recurrence, event.recurrence())) {
            return event.eras();
        }
        var eras = new ArrayList<>(event.eras());
        eras.add(new Era(event.span(), event.recurrence(), changed));
        if (eras.size() > StoredEvent.ERAS_KEPT) {
            floor = Math.max(floor, eras.removeFirst().until());
        }
        return eras;
    }

    private static StoredEvent event(
            StoredEvent event, Span span, @Nullable Recurrence rule, Map<String, Deviation> exceptions, Instant now) {
        return new StoredEvent(
                event.id(),
                event.created(),
                now,
                event.revision(),
                event.masterRevision(),
                event.sequence(),
                span,
                rule,
                event.details(),
                false,
                exceptions,
                event.eras());
    }

    private boolean placed(StoredEvent series, String key) {
        var bare = event(series, series.span(), series.recurrence(), Map.of(), series.updated());
        return expansion.original(bare, key) != null;
    }

    private void deviate(StoredEvent series, String key, Deviation deviation, Instant now) {
        var exceptions = new HashMap<>(series.exceptions());
        exceptions.put(key, deviation);
        events.put(
                series.id(),
                new StoredEvent(
                        series.id(),
                        series.created(),
                        series.updated(),
                        deviation.revision(),
                        series.masterRevision(),
                        series.sequence(),
                        series.span(),
                        series.recurrence(),
                        series.details(),
                        false,
                        exceptions,
                        series.eras()));
        updated = now;
    }

    private Deviation deviation(StoredEvent series, String key, Instant now) {
        var before = series.exceptions().get(key);
        if (before != null) {
            return before;
        }
        var original = expansion.original(series, key);
        if (original == null) {
            throw new IllegalArgumentException("series " + series.id() + " has no instance " + key);
        }
        return new Deviation(original, original, series.details(), false, now, revision, List.of());
    }

    private Deviation calledOff(Deviation before, Instant now) {
        return new Deviation(
                before.original(),
                before.span(),
                before.details(),
                true,
                now,
                next(now),
                with(before.earlier(), before.span()));
    }

    private static List<Span> with(List<Span> earlier, Span span) {
        var more = new ArrayList<>(earlier);
        if (!more.contains(span)) {
            more.add(span);
        }
        return more;
    }

    private StoredEvent live(String id) {
        var event = events.get(id);
        if (event == null || event.cancelled()) {
            throw new IllegalArgumentException(
                    "calendar " + facts.id() + " has no event " + id + ", or it was deleted");
        }
        return event;
    }

    private long next(Instant now) {
        updated = now;
        return ++revision;
    }
}
