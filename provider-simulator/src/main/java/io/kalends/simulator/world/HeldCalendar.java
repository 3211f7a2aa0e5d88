package io.kalends.simulator.world;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.world.StoredEvent.Deviation;

/// A calendar that is edited. Every edit has its own revision, so whatever changed since a revision can be told.
///
/// Safe for many threads; one edit at a time.
public final class HeldCalendar {
    private static final int ERAS_KEPT = 200;

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
        put(event.saying(change.apply(event.details()), now, next(now)));
    }

    /// Changes when an event takes place, or how a series repeats. Exceptions the new rule has no place for are called
    /// off.
    public synchronized void reschedule(String id, Span span, @Nullable Recurrence recurrence, Instant now) {
        var event = live(id);
        if ((event.recurrence() == null) != (recurrence == null)) {
            throw new IllegalArgumentException(
                    "event " + id + " cannot turn from a single event into a series or back");
        }
        var exceptions = new HashMap<>(event.exceptions());
        exceptions.replaceAll((key, deviation) ->
                expansion.placed(span, recurrence, key) == null ? deviation.calledOff(now, next(now)) : deviation);
        put(event.rescheduled(span, recurrence, exceptions, now, next(now)));
    }

    /// Deletes an event or a whole series.
    public synchronized void delete(String id, Instant now) {
        put(live(id).deleted(now, next(now)));
    }

    /// Makes one instance differ from its series.
    ///
    /// @param key  the original start as instance ids write it
    /// @param span null to leave it where it is
    public synchronized void editInstance(
            String seriesId, String key, @Nullable Span span, UnaryOperator<EventDetails> change, Instant now) {
        var series = live(seriesId);
        var before = deviation(series, key);
        var where = span == null ? before.span() : span;
        put(series.deviating(key, before.changed(where, change.apply(before.details()), now, next(now))));
    }

    /// Calls off one instance of a series.
    public synchronized void cancelInstance(String seriesId, String key, Instant now) {
        var series = live(seriesId);
        put(series.deviating(key, deviation(series, key).calledOff(now, next(now))));
    }

    /// From now on no cursor given out before is known.
    public synchronized void forgetCursors() {
        generation++;
    }

    private void put(StoredEvent event) {
        var eras = event.eras();
        if (eras.size() <= ERAS_KEPT) {
            events.put(event.id(), event);
        } else {
            floor = Math.max(floor, eras.getFirst().until());
            events.put(event.id(), event.remembering(eras.subList(1, eras.size())));
        }
    }

    private Deviation deviation(StoredEvent series, String key) {
        var original = expansion.original(series, key);
        if (original == null) {
            throw new IllegalArgumentException("series " + series.id() + " has no instance " + key);
        }
        var before = series.exceptions().get(key);
        return before == null ? Deviation.none(original, series) : before;
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
