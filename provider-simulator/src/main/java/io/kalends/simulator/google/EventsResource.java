package io.kalends.simulator.google;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.http.Answer;
import io.kalends.simulator.http.Parameters;
import io.kalends.simulator.http.Request;
import io.kalends.simulator.paging.Cursors;
import io.kalends.simulator.script.Twists;
import io.kalends.simulator.world.Account;
import io.kalends.simulator.world.CalendarState;
import io.kalends.simulator.world.Entry;
import io.kalends.simulator.world.HeldCalendar;
import io.kalends.simulator.world.Window;

/// The `events` collection of a calendar: list, get, instances.
final class EventsResource {
    private final Supplier<GoogleRules> rules;

    EventsResource(Supplier<GoogleRules> rules) {
        this.rules = rules;
    }

    Answer list(Account account, HeldCalendar held, Parameters parameters, Instant now, Twists twists) {
        var query = EventQuery.of(parameters);
        var state = held.state();
        var listing = new EventListing(state, held.expansion(), query);
        var cursor = cursor(query, state, now);
        var position = position(query, state);
        var entries = cursor == null ? fullListing(listing, query, now) : delta(listing, cursor);
        var window =
                cursor == null ? new Window(query.timeMin(), query.timeMax()) : new Window(cursor.from(), cursor.to());
        var next = query.leadsToSyncToken() ? syncToken(query, position, window, now) : null;
        return new EventPage(account, held, query, rules.get()).of(entries, listing::key, position, next, twists);
    }

    Answer instances(Account account, HeldCalendar held, String seriesId, Parameters parameters, Twists twists) {
        var query = EventQuery.of(parameters.without("syncToken"));
        var state = held.state();
        var series = held.find(seriesId).orElseThrow(Refusal::notFound);
        var window = new Window(query.timeMin(), query.timeMax());
        var entries = held.expansion().instances(series, query.timeMax()).stream()
                .filter(entry -> query.showDeleted() || !entry.cancelled())
                .filter(entry -> window.holds(entry.span(), held.expansion().zone()))
                .sorted(Comparator.comparing(Entry::id))
                .toList();
        return new EventPage(account, held, query, rules.get())
                .of(entries, Entry::id, position(query, state), null, twists);
    }

    Answer get(Account account, HeldCalendar held, String eventId, Parameters parameters, Request request) {
        var entry = find(held, eventId);
        var query = EventQuery.of(parameters);
        var etag = EventJson.etag(entry.revision());
        if (etag.equals(request.header("if-none-match"))) {
            return Answer.empty(304).with("ETag", etag);
        }
        var page = new EventPage(account, held, query, rules.get());
        return Json.answer(200, page.json().whole(entry)).with("ETag", etag);
    }

    private static Entry find(HeldCalendar held, String id) {
        var event = held.find(id);
        if (event.isPresent()) {
            return held.expansion().self(event.get());
        }
        var cut = id.lastIndexOf('_');
        var series = held.find(cut < 0 ? id : id.substring(0, cut)).orElseThrow(Refusal::notFound);
        return held.expansion().instances(series, null).stream()
                .filter(entry -> entry.id().equals(id))
                .findFirst()
                .or(() -> held.expansion().gone(series, 0).stream()
                        .filter(entry -> entry.id().equals(id))
                        .findFirst())
                .orElseThrow(Refusal::notFound);
    }

    private List<Entry> fullListing(EventListing listing, EventQuery query, Instant now) {
        var updatedMin = query.updatedMin();
        if (updatedMin != null && updatedMin.isBefore(now.minus(rules.get().updatedMinReach()))) {
            throw Refusal.parameter(
                    410,
                    "updatedMinTooLongAgo",
                    "The requested minimum modification time lies too far in the past.",
                    "updatedMin");
        }
        return listing.full();
    }

    private List<Entry> delta(EventListing listing, Cursors.Sync cursor) {
        var limited = rules.get().deltasFilteredToWindow() ? new Window(cursor.from(), cursor.to()) : null;
        return listing.since(cursor.revision(), limited);
    }

    private Cursors.@Nullable Sync cursor(EventQuery query, CalendarState state, Instant now) {
        var token = query.syncToken();
        if (token == null) {
            return null;
        }
        var scope = state.facts().id();
        var cursor = Cursors.Sync.parse(token)
                .filter(read -> read.scope().equals(scope))
                .orElseThrow(() -> SyncTokens.damaged(rules.get()));
        SyncTokens.check(cursor, state.generation(), state.floor(), state.revision(), now, rules.get());
        if (!cursor.shape().equals(query.syncShape())) {
            throw Refusal.badRequest("syncToken", "The sync token belongs to a request with other parameters.");
        }
        return cursor;
    }

    private String syncToken(EventQuery query, Cursors.Page position, Window window, Instant now) {
        var issued = rules.get().syncTokenLife() == null ? 0 : now.getEpochSecond();
        return new Cursors.Sync(
                        position.scope(),
                        position.generation(),
                        position.revision(),
                        query.syncShape(),
                        issued,
                        window.from(),
                        window.to())
                .text(rules.get().tokenPadding());
    }

    private static Cursors.Page position(EventQuery query, CalendarState state) {
        var scope = state.facts().id();
        return SyncTokens.position(query.pageToken(), scope, state.generation(), state.revision(), query.pageShape());
    }
}
