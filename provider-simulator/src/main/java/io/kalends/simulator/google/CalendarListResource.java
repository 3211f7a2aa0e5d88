package io.kalends.simulator.google;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import io.kalends.simulator.http.Answer;
import io.kalends.simulator.http.Parameters;
import io.kalends.simulator.paging.Cursors;
import io.kalends.simulator.paging.Paging;
import io.kalends.simulator.script.Twists;
import io.kalends.simulator.world.Account;
import io.kalends.simulator.world.CalendarFacts;
import io.kalends.simulator.world.HeldCalendar;

/// `GET users/me/calendarList`.
///
/// @see <a href="https://developers.google.com/workspace/calendar/api/v3/reference/calendarList/list">Google:
/// calendarList.list</a>
final class CalendarListResource {
    private static final int DEFAULT_PAGE = 100;
    private static final int LARGEST_PAGE = 250;
    private static final List<String> ROLES = List.of("freeBusyReader", "reader", "writer", "owner");
    private static final Set<String> SHAPING =
            Set.of("maxResults", "minAccessRole", "showDeleted", "showHidden", "showOwnOrganizationOnly", "syncToken");

    private final Supplier<GoogleRules> rules;

    CalendarListResource(Supplier<GoogleRules> rules) {
        this.rules = rules;
    }

    Answer list(Account account, Parameters query, Instant now, Twists twists) {
        var cursor = cursor(account, query, now);
        var shape = shape(query);
        var position = SyncTokens.position(
                query.first("pageToken"), scope(account), account.listGeneration(), account.listRevision(), shape);
        var wanted = cursor == null ? asked(query) : changedSince(cursor.revision());
        var calendars = account.calendars().stream()
                .map(HeldCalendar::facts)
                .filter(wanted)
                .sorted(Comparator.comparing(CalendarFacts::id))
                .toList();
        var size = Math.min(
                Numbers.between(query, "maxResults", 1, LARGEST_PAGE, DEFAULT_PAGE),
                rules.get().largestPage());
        return answer(Paging.cut(calendars, CalendarFacts::id, position, size, twists), position, query, now);
    }

    private Answer answer(Paging.Slice<CalendarFacts> slice, Cursors.Page position, Parameters query, Instant now) {
        var body = Json.object()
                .put("kind", "calendar#calendarList")
                .put("etag", "\"p3" + position.generation() + "g" + position.revision() + "c\"");
        var padding = rules.get().tokenPadding();
        if (slice.next() != null) {
            body.put("nextPageToken", slice.next().text(padding));
        } else if (slice.last() && !query.has("minAccessRole") && !query.has("showOwnOrganizationOnly")) {
            var issued = rules.get().syncTokenLife() == null ? 0 : now.getEpochSecond();
            var next = new Cursors.Sync(
                    position.scope(), position.generation(), position.revision(), "", issued, null, null);
            body.put("nextSyncToken", next.text(padding));
        }
        var items = body.putArray("items");
        slice.items().forEach(facts -> items.add(entry(facts)));
        return Json.answer(200, body);
    }

    private Cursors.@Nullable Sync cursor(Account account, Parameters query, Instant now) {
        var token = query.first("syncToken");
        if (token == null) {
            return null;
        }
        if (query.has("minAccessRole")
                || query.has("showOwnOrganizationOnly")
                || "false".equals(query.first("showDeleted"))
                || "false".equals(query.first("showHidden"))) {
            throw Refusal.restricted();
        }
        var cursor = Cursors.Sync.parse(token)
                .filter(read -> read.scope().equals(scope(account)))
                .orElseThrow(() -> SyncTokens.damaged(rules.get()));
        SyncTokens.check(cursor, account.listGeneration(), 0, account.listRevision(), now, rules.get());
        return cursor;
    }

    private static Predicate<CalendarFacts> asked(Parameters query) {
        var showDeleted = "true".equals(query.first("showDeleted"));
        var showHidden = "true".equals(query.first("showHidden"));
        var role = query.first("minAccessRole");
        if (role != null && !ROLES.contains(role)) {
            throw Refusal.parameter(400, "invalidParameter", "Invalid value '" + role + "'.", "minAccessRole");
        }
        return facts -> (showDeleted || !facts.deleted())
                && (showHidden || !facts.hidden())
                && (role == null || ROLES.indexOf(facts.role()) >= ROLES.indexOf(role));
    }

    private static Predicate<CalendarFacts> changedSince(long revision) {
        return facts -> facts.listRevision() > revision;
    }

    private static ObjectNode entry(CalendarFacts facts) {
        var entry = Json.object()
                .put("kind", "calendar#calendarListEntry")
                .put("etag", EventJson.etag(facts.listRevision()))
                .put("id", facts.id());
        if (facts.deleted()) {
            return entry.put("deleted", true);
        }
        entry.put("summary", facts.summary())
                .put("timeZone", facts.zone().getId())
                .put("colorId", "14")
                .put("backgroundColor", "#9fe1e7")
                .put("foregroundColor", "#000000")
                .put("selected", true)
                .put("accessRole", facts.role());
        entry.putArray("defaultReminders").addObject().put("method", "popup").put("minutes", 10);
        entry.putObject("conferenceProperties")
                .putArray("allowedConferenceSolutionTypes")
                .add("hangoutsMeet");
        if (facts.primary()) {
            entry.put("primary", true);
        }
        if (facts.hidden()) {
            entry.put("hidden", true);
        }
        return entry;
    }

    private static String scope(Account account) {
        return "list/" + account.email();
    }

    private static String shape(Parameters query) {
        var shaping = new TreeMap<>(query.flat());
        shaping.keySet().retainAll(SHAPING);
        return Integer.toHexString(shaping.toString().hashCode());
    }
}
