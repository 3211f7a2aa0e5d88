package io.kalends.simulator.google;

import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import io.kalends.simulator.http.Answer;
import io.kalends.simulator.paging.Cursors;
import io.kalends.simulator.paging.Paging;
import io.kalends.simulator.script.Twists;
import io.kalends.simulator.world.Account;
import io.kalends.simulator.world.Entry;
import io.kalends.simulator.world.HeldCalendar;

/// One page of a calendar's events, as its reader gets it.
record EventPage(Account account, HeldCalendar held, EventQuery query, GoogleRules rules) {

    /// The page at `position` of `entries`, which are in the order of their keys.
    ///
    /// @param syncToken for the last page; null if none may follow
    Answer of(
            List<Entry> entries,
            Function<Entry, String> key,
            Cursors.Page position,
            @Nullable String syncToken,
            Twists twists) {
        var size = Math.min(query.maxResults(), rules.largestPage());
        var slice = Paging.cut(entries, key, position, size, twists);
        var body = envelope();
        if (slice.next() != null) {
            body.put("nextPageToken", slice.next().text(rules.tokenPadding()));
        } else if (slice.last() && syncToken != null) {
            body.put("nextSyncToken", syncToken);
        }
        var json = json();
        var items = body.putArray("items");
        slice.items().forEach(entry -> items.add(json.listed(entry)));
        return Json.answer(200, body);
    }

    EventJson json() {
        return new EventJson(held.facts(), account.email(), zone(), query.maxAttendees());
    }

    private ObjectNode envelope() {
        var state = held.state();
        var body = Json.object()
                .put("kind", "calendar#events")
                .put("etag", "\"p3" + state.generation() + "g" + state.revision() + "o\"")
                .put("summary", state.facts().summary())
                .put("description", "")
                .put("updated", EventJson.millis(state.updated()))
                .put("timeZone", zone().getId())
                .put("accessRole", state.facts().role());
        body.putArray("defaultReminders").addObject().put("method", "popup").put("minutes", 10);
        return body;
    }

    private ZoneId zone() {
        return Objects.requireNonNullElse(query.zone(), held.expansion().zone());
    }
}
