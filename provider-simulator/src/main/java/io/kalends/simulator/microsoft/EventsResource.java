package io.kalends.simulator.microsoft;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.kalends.simulator.http.Answer;
import io.kalends.simulator.world.Entry;
import io.kalends.simulator.world.HeldCalendar;
import io.kalends.simulator.world.StoredEvent;
import io.kalends.simulator.world.Window;

/// Events one by one, the instances of a series, and all instances in a window.
final class EventsResource {
    private static final String COLLECTION = "users('me')/events";

    private EventsResource() {}

    /// An event of any type, whether in a window or not.
    static Answer get(Ask ask, HeldCalendar held, String heldId) {
        var item = find(held, heldId).orElseThrow(Refusal::notFound);
        var event = GraphJson.object().put("@odata.context", ask.context(COLLECTION + "/$entity"));
        event.setAll(json(ask, held).whole(item, null));
        var etag = EventWords.etag(held.facts(), item.entry());
        return GraphJson.answer(200, EventJson.selected(event, ask.query().select()))
                .with("ETag", etag);
    }

    static Answer instances(Ask ask, HeldCalendar held, String heldId, String path) {
        var series = held.find(heldId).filter(event -> !event.cancelled()).orElseThrow(Refusal::notFound);
        var window = ask.query().window();
        if (series.recurrence() == null) {
            throw Refusal.of(
                    400, "ErrorInvalidRequest", "Your request can't be completed; the event has no instances.");
        }
        var items = Item.in(window, series, held.expansion())
                .sorted(Comparator.comparing(item -> item.entry().id()))
                .toList();
        var json = json(ask, held);
        return new Listing(ask, path, COLLECTION)
                .page(items, item -> item.entry().id(), item -> json.whole(item, null));
    }

    static Answer view(Ask ask, HeldCalendar held, String path) {
        var window = ask.query().window();
        var json = json(ask, held);
        return new Listing(ask, path, "users('me')/calendarView")
                .page(items(held, window), item -> item.entry().id(), item -> json.whole(item, null));
    }

    /// What is in a window, series as their instances, in the order of the ids under which they are held.
    static List<Item> items(HeldCalendar held, Window window) {
        return held.state().events().stream()
                .filter(event -> !event.cancelled())
                .flatMap(event -> Item.in(window, event, held.expansion()))
                .sorted(Comparator.comparing(item -> item.entry().id()))
                .toList();
    }

    /// The living event, series or instance `heldId`.
    static Optional<Item> find(HeldCalendar held, String heldId) {
        var whole = held.find(heldId);
        if (whole.isPresent()) {
            return whole.filter(event -> !event.cancelled()).map(event -> Item.self(event, held.expansion()));
        }
        var cut = heldId.lastIndexOf('_');
        return held.find(cut < 0 ? heldId : heldId.substring(0, cut)).flatMap(series -> instance(held, series, heldId));
    }

    private static Optional<Item> instance(HeldCalendar held, StoredEvent series, String heldId) {
        return held.expansion().instances(series, null).stream()
                .filter(entry -> entry.id().equals(heldId))
                .filter(entry -> !entry.cancelled())
                .findFirst()
                .map((Entry entry) -> Item.of(entry, series));
    }

    private static EventJson json(Ask ask, HeldCalendar held) {
        return new EventJson(held.facts(), ask.account().email(), ask.wishes());
    }
}
