package io.kalends.worker.persistence;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.calendar.EventWindow;
import io.kalends.core.calendar.Span;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.ConnectionState;
import io.kalends.core.connection.FailureReason;
import io.kalends.core.connection.Provider;
import io.kalends.core.provider.CalendarList;
import io.kalends.core.provider.Change;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.store.Applied;
import io.kalends.core.store.Batch;
import io.kalends.core.store.Claim.Claimed;
import io.kalends.core.store.Listing;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.RunStats;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest;
import io.kalends.core.store.SyncRequest.Trigger;
import io.kalends.core.store.SyncStore;
import io.kalends.core.store.Walk;

/// Does with a store what a sync does, one small step per method.
record Actor(SyncStore store, ConnectionKey key) {

    static final CalendarId MAIN = new CalendarId("main@example.org");
    static final CalendarId TEAM = new CalendarId("team@example.org");
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final EventWindow WINDOW = new EventWindow(NOON.minus(Duration.ofDays(90)), NOON.plus(Duration.ofDays(365)));
    static final Origin.Everything EVERYTHING = new Origin.Everything(WINDOW);

    static ConnectionKey someone() {
        return new ConnectionKey("acme", "user-" + UUID.randomUUID(), Provider.GOOGLE);
    }

    SyncRequest request(SyncMode mode, Trigger trigger, Instant requestedAt) {
        return new SyncRequest(key, UUID.randomUUID().toString(), null, mode, trigger, requestedAt);
    }

    SyncRequest request() {
        return request(SyncMode.DELTA, Trigger.SCHEDULE, Instant.parse("2999-01-01T00:00:00Z"));
    }

    Claimed claim(SyncRequest... requests) {
        return (Claimed) store.claim(Arrays.asList(requests));
    }

    Claimed claim() {
        return claim(request());
    }

    /// A claim under which the main calendar is known and selected.
    Claimed listed() {
        var claim = claim();
        store.list(claim, Listing.whole(List.of(entry(MAIN, true))));
        return claim;
    }

    static CalendarList.Entry entry(CalendarId id, boolean primary) {
        return new CalendarList.Entry(id, "Calendar of " + id.value(), "Asia/Kathmandu", primary);
    }

    static Change.Definite put(String id, String title) {
        return put(id, title, NOON);
    }

    static Change.Definite put(String id, String title, Instant start) {
        var span = new Span.Timed(start, start.plus(Duration.ofHours(1)));
        return new Change.Upserted(id, id + "@uid", event(title, span, "\"1\""), span);
    }

    /// An instance of a series, one hour after noon plus so many days.
    static Change.Definite instance(String series, int number, String title) {
        var start = NOON.plus(Duration.ofDays(number));
        var span = new Span.Timed(start, start.plus(Duration.ofHours(1)));
        var id = series + "-" + number;
        return new Change.Upserted(
                id, series + "@uid", event(title, span, "\"1\"").instance(series, span, null), span);
    }

    static CalendarEvent event(String title, Span span, @Nullable String etag) {
        return new CalendarEvent(
                title,
                span,
                "Asia/Kathmandu",
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
                new CalendarEvent.Revision(NOON, etag));
    }

    static Change.Definite gone(String id) {
        return new Change.Removed(id);
    }

    static Change.Definite outside(String id) {
        return new Change.OutsideWindow(id);
    }

    /// One page of a full walk; more follow under `next`.
    Applied page(Claimed claim, long generation, @Nullable String token, String next, Change.Definite... changes) {
        var read = new Walk.Reading(EVERYTHING, generation, token, 0, false);
        var then = new Walk.Reading(EVERYTHING, generation, next, 1, false);
        return store.apply(claim, MAIN, read, Batch.of(List.of(changes)), then, null);
    }

    /// A full walk of a single page, swept to its end.
    Applied full(Claimed claim, CalendarId calendar, long generation, Change.Definite... changes) {
        return full(claim, calendar, EVERYTHING, generation, List.of(changes));
    }

    Applied full(
            Claimed claim,
            CalendarId calendar,
            Origin.Everything origin,
            long generation,
            List<Change.Definite> changes) {
        var read = new Walk.Reading(origin, generation, null, 0, false);
        var sweep = new Walk.Sweeping(origin, generation, "cursor-" + generation, false);
        var applied = store.apply(claim, calendar, read, Batch.of(changes), sweep, null);
        return applied instanceof Applied.Fenced ? applied : sweep(claim, calendar, sweep);
    }

    Applied sweep(Claimed claim, CalendarId calendar, Walk.Sweeping sweep) {
        while (true) {
            var applied = sweepOnce(claim, calendar, sweep, 500);
            if (!(applied instanceof Applied.Committed committed) || committed.complete()) {
                return applied;
            }
        }
    }

    /// One step of a sweep, at a provider that has deleted whatever it no longer shows in the window.
    Applied sweepOnce(Claimed claim, CalendarId calendar, Walk.Sweeping sweep, int most) {
        var verdicts = store.unseen(claim, calendar, sweep, most).stream()
                .map(kept ->
                        sweep.origin().window().contains(kept.lived()) ? gone(kept.eventId()) : outside(kept.eventId()))
                .toList();
        return store.sweep(claim, calendar, sweep, verdicts);
    }

    /// A delta of a single page.
    Applied delta(Claimed claim, CalendarId calendar, String cursor, Change.Definite... changes) {
        var read = new Walk.Reading(new Origin.Since("before", WINDOW), 0, null, 0, false);
        return store.apply(claim, calendar, read, Batch.of(List.of(changes)), null, cursor);
    }

    boolean complete(Claimed claim) {
        return store.finish(claim, new RunEnd.Completed(), RunStats.NONE);
    }

    /// A whole first run with these events.
    Claimed synced(Change.Definite... changes) {
        var claim = listed();
        full(claim, MAIN, 1, changes);
        complete(claim);
        return claim;
    }

    /// A whole first run with two calendars, both selected.
    Actor syncedTwo() {
        var claim = claim();
        store.list(claim, Listing.whole(List.of(entry(MAIN, true), entry(TEAM, true))));
        full(claim, MAIN, 1, put("a", "Tea"));
        full(claim, TEAM, 1, put("b", "Lunch"));
        complete(claim);
        return this;
    }

    /// A failure that is tried again in a minute.
    static RunEnd.Failed failure(Claimed claim, FailureReason reason, String message) {
        var stands = claim.state().failed(new ConnectionState.Cause(reason, message));
        return new RunEnd.Failed(reason, message, stands, Duration.ofMinutes(1));
    }
}
