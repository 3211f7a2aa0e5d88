package io.kalends.simulator;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;

import com.microsoft.graph.models.Event;
import com.microsoft.graph.models.EventType;
import com.microsoft.graph.models.odataerrors.ODataError;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/// A copy of a window of a calendar, kept in step by delta links; written against Microsoft's client only.
///
/// Single events are taken as they come, and removed where they are removed. Of a series it either believes that a
/// round which mentions it repeats all its occurrences, or it trusts no mention and asks for the instances.
@NullUnmarked // the client calls everything it returns nullable
final class GraphCopy {
    private final GraphClient client;
    private final String calendarId;
    private final Instant from;
    private final Instant to;
    private final boolean asksForInstances;
    private final Map<String, Event> events = new TreeMap<>();
    private final Map<String, Event> masters = new HashMap<>();
    private @Nullable String deltaLink;

    GraphCopy(GraphClient client, String calendarId, Instant from, Instant to, boolean asksForInstances) {
        this.client = client;
        this.calendarId = calendarId;
        this.from = from;
        this.to = to;
        this.asksForInstances = asksForInstances;
    }

    /// One round, to the last page.
    ///
    /// @param betweenPages what others do meanwhile
    void sync(Runnable betweenPages) {
        var round = new Round();
        var page = deltaLink == null ? client.first(calendarId, from, to) : client.follow(calendarId, deltaLink);
        page.getValue().forEach(round::read);
        while (page.getOdataNextLink() != null) {
            betweenPages.run();
            page = client.follow(calendarId, page.getOdataNextLink());
            page.getValue().forEach(round::read);
        }
        deltaLink = page.getOdataDeltaLink();
        round.settle();
    }

    /// What it holds, by id.
    Map<String, String> told() {
        var told = new TreeMap<String, String>();
        events.forEach((id, event) -> told.put(id, words(event)));
        return told;
    }

    /// The etags of what it holds, by id.
    Map<String, String> etags() {
        var etags = new TreeMap<String, String>();
        events.forEach((id, event) -> etags.put(id, etag(event)));
        return etags;
    }

    /// What a fresh plain listing holds.
    Map<String, String> fresh() {
        var told = new TreeMap<String, String>();
        client.view(calendarId, from, to).forEach(event -> told.put(event.getId(), words(event)));
        return told;
    }

    /// What an event says; what an occurrence leaves out, its master says.
    private String words(Event event) {
        var full = event.getType() == EventType.Occurrence && event.getSubject() == null ? master(event) : event;
        return String.join(
                " | ",
                event.getType().getValue(),
                String.valueOf(event.getSeriesMasterId()),
                event.getStart().getDateTime(),
                event.getEnd().getDateTime(),
                etag(event),
                full.getSubject(),
                full.getLocation().getDisplayName(),
                full.getShowAs().getValue(),
                full.getIsAllDay().toString(),
                full.getOrganizer().getEmailAddress().getAddress());
    }

    private static String etag(Event event) {
        return String.valueOf(event.getAdditionalData().get("@odata.etag"));
    }

    private Event master(Event occurrence) {
        return masters.computeIfAbsent(occurrence.getSeriesMasterId(), client::event);
    }

    private static boolean belongsTo(Event event, String series) {
        return series.equals(event.getSeriesMasterId());
    }

    /// What one round says, the last word on each id.
    private final class Round {
        private final Map<String, Event> rows = new TreeMap<>();

        void read(Event row) {
            rows.put(row.getId(), row);
        }

        void settle() {
            var mentioned = new HashSet<String>();
            for (var row : rows.values()) {
                if (DeltaRound.reason(row) != null) {
                    remove(row.getId());
                } else if (row.getType() == EventType.SeriesMaster) {
                    masters.put(row.getId(), row);
                    mentioned.add(row.getId());
                } else if (row.getSeriesMasterId() == null) {
                    events.put(row.getId(), row);
                } else {
                    mentioned.add(row.getSeriesMasterId());
                }
            }
            mentioned.forEach(this::replace);
        }

        private void remove(String id) {
            events.remove(id);
            events.values().removeIf(event -> belongsTo(event, id));
            masters.remove(id);
        }

        private void replace(String series) {
            if (!rows.containsKey(series)) {
                masters.remove(series);
            }
            events.values().removeIf(event -> belongsTo(event, series));
            if (asksForInstances) {
                instances(series);
            } else {
                rows.values().stream()
                        .filter(row -> DeltaRound.reason(row) == null && belongsTo(row, series))
                        .forEach(row -> events.put(row.getId(), row));
            }
        }

        private void instances(String series) {
            try {
                client.instances(series, from, to).forEach(event -> events.put(event.getId(), event));
            } catch (ODataError gone) {
                if (gone.getResponseStatusCode() != 404) {
                    throw gone;
                }
            }
        }
    }
}
