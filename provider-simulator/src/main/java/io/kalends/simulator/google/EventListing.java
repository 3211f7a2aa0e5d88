package io.kalends.simulator.google;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.world.CalendarState;
import io.kalends.simulator.world.Entry;
import io.kalends.simulator.world.Expansion;
import io.kalends.simulator.world.StoredEvent;
import io.kalends.simulator.world.Window;

/// Which entries a listing has: all of them, or what changed since a revision.
record EventListing(CalendarState calendar, Expansion expansion, EventQuery query) {

    /// The listing of a request without a sync token, in its order.
    List<Entry> full() {
        var window = new Window(query.timeMin(), query.timeMax());
        return calendar.events().stream()
                .flatMap(event -> query.singleEvents() ? instances(event, window) : asKept(event, window))
                .filter(entry -> entry.cancelled() ? cancelledIsWanted(entry) : true)
                .filter(this::isSearchedFor)
                .sorted(Comparator.comparing(this::key))
                .toList();
    }

    /// What changed since `revision`.
    ///
    /// @param window the window of the first sync if deltas are limited to it
    List<Entry> since(long revision, @Nullable Window window) {
        return calendar.events().stream()
                .filter(event -> event.revision() > revision)
                .flatMap(event -> changed(event, revision))
                .filter(entry -> window == null || everIn(entry, window))
                .filter(this::isOfWantedType)
                .sorted(Comparator.comparing(this::key))
                .toList();
    }

    /// Orders the listing and says where a page ends.
    String key(Entry entry) {
        var order = query.orderBy();
        if (order == null) {
            return entry.id();
        }
        var time = order.equals("updated") ? entry.updated() : entry.span().startIn(zone());
        return String.format(Locale.ROOT, "%020d", time.toEpochMilli() + 100_000_000_000_000L) + entry.id();
    }

    private Stream<Entry> instances(StoredEvent event, Window window) {
        return expansion.instances(event, query.timeMax()).stream().filter(entry -> window.holds(entry.span(), zone()));
    }

    private Stream<Entry> asKept(StoredEvent event, Window window) {
        var self = expansion.self(event);
        var inWindow = expansion.instances(event, query.timeMax()).stream()
                .anyMatch(entry -> window.holds(entry.span(), zone()));
        return Stream.concat(
                inWindow ? Stream.of(self) : Stream.empty(),
                expansion.deviations(event).filter(entry -> window.holds(entry.span(), zone())));
    }

    private Stream<Entry> changed(StoredEvent event, long revision) {
        var whole = event.masterRevision() > revision;
        if (query.singleEvents() && whole) {
            return Stream.concat(expansion.instances(event, null).stream(), expansion.gone(event, revision).stream());
        }
        var deviations = expansion.deviations(event).filter(entry -> entry.revision() > revision);
        if (query.singleEvents()) {
            return deviations;
        }
        return event.cancelled()
                ? Stream.of(expansion.self(event))
                : Stream.concat(whole ? Stream.of(expansion.self(event)) : Stream.empty(), deviations);
    }

    /// Cancelled entries of a full listing: when asked for, when searched by change, and instances called off
    /// as long as their series is listed as such.
    private boolean cancelledIsWanted(Entry entry) {
        var updatedMin = query.updatedMin();
        if (query.showDeleted() || updatedMin != null) {
            return true;
        }
        return !query.singleEvents() && entry.seriesId() != null && seriesLives(entry.seriesId());
    }

    private boolean seriesLives(String id) {
        return calendar.events().stream().anyMatch(event -> event.id().equals(id) && !event.cancelled());
    }

    private boolean isSearchedFor(Entry entry) {
        var text = query.text();
        return isOfWantedType(entry)
                && !query.byExtendedProperty()
                && (text == null || words(entry).contains(text.toLowerCase(Locale.ROOT)))
                && (query.iCalUid() == null || EventJson.iCalUid(entry).equals(query.iCalUid()))
                && updatedSince(entry, query.updatedMin());
    }

    private boolean isOfWantedType(Entry entry) {
        return query.eventTypes().isEmpty()
                || query.eventTypes().contains(entry.details().type());
    }

    private static boolean updatedSince(Entry entry, @Nullable Instant least) {
        return least == null || !entry.updated().isBefore(least);
    }

    private static String words(Entry entry) {
        var details = entry.details();
        return String.join(
                        " ",
                        details.title(),
                        String.valueOf(details.description()),
                        String.valueOf(details.location()),
                        details.attendees().toString())
                .toLowerCase(Locale.ROOT);
    }

    private boolean everIn(Entry entry, Window window) {
        return Stream.concat(Stream.of(entry.span()), entry.earlier().stream())
                .anyMatch(span -> window.holds(span, zone()));
    }

    private ZoneId zone() {
        return expansion.zone();
    }
}
