package io.kalends.simulator.microsoft;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import io.kalends.simulator.http.Answer;
import io.kalends.simulator.paging.Cursors;
import io.kalends.simulator.paging.Paging;
import io.kalends.simulator.script.PageTwist;
import io.kalends.simulator.world.CalendarState;
import io.kalends.simulator.world.HeldCalendar;
import io.kalends.simulator.world.Window;

/// `calendarView/delta`: what is in a window, then what changed.
///
/// @param seed of the order of rows, which promises nothing
/// @see <a href="https://learn.microsoft.com/en-us/graph/api/event-delta">Microsoft: event: delta</a>
record DeltaResource(long seed) {
    private static final int USUAL_PAGE = 10;
    private static final Set<String> UNSUPPORTED =
            Set.of("$select", "$filter", "$orderby", "$search", "$expand", "$top");
    private static final long NOTHING_KNOWN = -1;

    /// @param path of the resource, encoded, without the tokens
    Answer page(Ask ask, HeldCalendar held, String path) {
        refuseUnsupported(ask.query());
        var state = held.state();
        var round = round(ask, state, path);
        var window = new Window(round.base().from(), round.base().to());
        var rows = rows(ask, new DeltaListing(state, held.expansion(), window, ask.rules()), round.base());
        var wanted = ask.wishes().pageSize() == 0 ? USUAL_PAGE : ask.wishes().pageSize();
        var slice = Paging.cut(rows, Keyed::key, round.position(), ask.pageSize(wanted), ask.twists());
        var body = GraphJson.object().put("@odata.context", ask.context("Collection(event)"));
        if (slice.next() != null) {
            body.put(
                    "@odata.nextLink",
                    ask.link(path, "$skiptoken=" + round.at(slice.next()).text(ask.rules())));
        } else if (slice.last()) {
            body.put(
                    "@odata.deltaLink",
                    ask.link(path, "$deltatoken=" + round.next(ask).text(padding(ask))));
        }
        var value = body.putArray("value");
        var json = new EventJson(state.facts(), ask.account().email(), ask.wishes());
        slice.items().forEach(keyed -> value.add(json(keyed.row(), json, ask.wishes())));
        return GraphJson.answer(200, body);
    }

    private List<Keyed> rows(Ask ask, DeltaListing listing, Cursors.Sync base) {
        var rows = new ArrayList<>(base.revision() == NOTHING_KNOWN ? listing.all() : listing.since(base.revision()));
        if (ask.twists().has(PageTwist.UNKNOWN_REMOVED)) {
            rows.add(new Row.Removed("nobodyeverheardofthisevent", false));
        }
        return rows.stream()
                .map(row -> new Keyed(key(row, ask), row))
                .sorted(Comparator.comparing(Keyed::key))
                .toList();
    }

    private static ObjectNode json(Row row, EventJson json, Preferences wishes) {
        return switch (row) {
            case Row.Told(var item) -> json.row(item);
            case Row.Removed(var heldId, var restorable) -> {
                var removed = GraphJson.object()
                        .put("@odata.type", EventJson.ODATA_TYPE)
                        .put("id", GraphIds.event(heldId, wishes.immutable()));
                removed.putObject("@removed").put("reason", restorable ? "changed" : "deleted");
                yield removed;
            }
        };
    }

    /// Any order that stays the same over the pages of a round.
    private String key(Row row, Ask ask) {
        var mixed = seed;
        for (var index = 0; index < row.heldId().length(); index++) {
            mixed = (mixed ^ row.heldId().charAt(index)) * 0x1_0000_01B3L;
        }
        var rank = ask.twists().has(PageTwist.SERIES_LAST) && row.isMaster() ? "1" : "0";
        return rank + HexFormat.of().toHexDigits(mixed * 0x9E37_79B9_7F4A_7C15L) + row.heldId();
    }

    private Round round(Ask ask, CalendarState state, String path) {
        var skip = ask.query().filled("$skiptoken");
        var delta = ask.query().filled("$deltatoken");
        var scope = state.facts().id();
        if (skip == null && delta == null) {
            var window = ask.query().window();
            var base = new Cursors.Sync(scope, state.generation(), NOTHING_KNOWN, "", 0, window.from(), window.to());
            return new Round(base, beginning(state));
        }
        var round = Optional.ofNullable(skip)
                .flatMap(Round::parse)
                .or(() -> Optional.ofNullable(delta)
                        .flatMap(Cursors.Sync::parse)
                        .map(base -> new Round(base, beginning(state))))
                .filter(read -> read.base().scope().equals(scope)
                        && read.position().scope().equals(scope))
                .orElseThrow(Refusal::badToken);
        if (isLost(round.base(), state, ask)) {
            throw Refusal.lost(ask.rules().cursors().lost(), again(ask, round.base(), path));
        }
        return round;
    }

    private static Cursors.Page beginning(CalendarState state) {
        return new Cursors.Page(state.facts().id(), state.generation(), state.revision(), "", "", 0);
    }

    private static boolean isLost(Cursors.Sync base, CalendarState state, Ask ask) {
        var life = ask.rules().cursors().life();
        var aged = life != null
                && base.issued() > 0
                && ask.now().isAfter(Instant.ofEpochSecond(base.issued()).plus(life));
        var forgotten = base.generation() != state.generation() || base.revision() > state.revision();
        return aged || forgotten || (base.revision() != NOTHING_KNOWN && base.revision() < state.floor());
    }

    /// Where to begin again, as a `Location` has it.
    private static String again(Ask ask, Cursors.Sync base, String path) {
        return ask.link(
                path,
                "startDateTime=" + GraphQuery.encoded(String.valueOf(base.from())) + "&endDateTime="
                        + GraphQuery.encoded(String.valueOf(base.to())) + "&$deltatoken=");
    }

    private static void refuseUnsupported(GraphQuery query) {
        var refused = query.present(UNSUPPORTED);
        if (refused.contains("$top")) {
            throw Refusal.badQuery("The query parameter '$top' is not supported with change tracking over the"
                    + " 'CalendarView' resource; use the header 'Prefer: odata.maxpagesize' instead.");
        }
        if (!refused.isEmpty()) {
            throw Refusal.badQuery("The following parameters are not supported with change tracking over the"
                    + " 'CalendarView' resource: '" + String.join(", ", new TreeSet<>(refused)) + "'.");
        }
    }

    private static int padding(Ask ask) {
        return ask.rules().cursors().padding();
    }

    private record Keyed(String key, Row row) {}

    /// A round and where it stands.
    ///
    /// @param base what the reader knew when it began
    private record Round(Cursors.Sync base, Cursors.Page position) {
        private static final String JOINT = ".";

        static Optional<Round> parse(String text) {
            var cut = text.indexOf(JOINT);
            return cut < 0
                    ? Optional.empty()
                    : Cursors.Page.parse(text.substring(0, cut))
                            .flatMap(page ->
                                    Cursors.Sync.parse(text.substring(cut + 1)).map(base -> new Round(base, page)));
        }

        Round at(Cursors.@Nullable Page page) {
            return new Round(base, Objects.requireNonNull(page));
        }

        String text(MicrosoftRules rules) {
            return position.text(rules.cursors().padding()) + JOINT + base.text(0);
        }

        /// Where the next round begins: it tells what changed since this one began.
        Cursors.Sync next(Ask ask) {
            return new Cursors.Sync(
                    base.scope(),
                    base.generation(),
                    position.revision(),
                    "",
                    ask.now().getEpochSecond(),
                    base.from(),
                    base.to());
        }
    }
}
