package io.kalends.worker.microsoft;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.Provider;
import io.kalends.core.provider.CalendarList;
import io.kalends.core.provider.Change;
import io.kalends.core.provider.Instances;
import io.kalends.core.provider.Lookup;
import io.kalends.core.provider.Page;
import io.kalends.core.provider.Page.Next;
import io.kalends.worker.http.EventLimits;
import io.kalends.worker.http.OddEvents;
import io.kalends.worker.http.UnusablePageException;
import io.kalends.worker.microsoft.GraphLinks.Kind;

/// Reads what Graph answers.
///
/// A page without a way on, with one that must not be followed, or with an entry that has no id, is refused as a whole:
/// to go on from it would be to miss something.
final class PageReader {

    private final GraphLinks links;
    private final OddEvents oddEvents;

    PageReader(GraphLinks links, MeterRegistry registry) {
        this.links = links;
        oddEvents = new OddEvents(registry, Provider.OUTLOOK);
    }

    /// Reads a page of a round of changes.
    Page read(GraphItem answer) throws UnusablePageException {
        var rows = rows(answer);
        var more = link(answer, "@odata.nextLink", Kind.DELTA);
        var last = link(answer, "@odata.deltaLink", Kind.DELTA);
        return new Page(changes(rows), next(more, last));
    }

    /// Reads a page of one series' instances.
    Instances instances(GraphItem answer) throws UnusablePageException {
        var rows = rows(answer);
        return new Instances.Some(changes(rows), link(answer, "@odata.nextLink", Kind.INSTANCES));
    }

    /// Reads one event.
    Lookup lookup(GraphItem answer) throws UnusablePageException {
        id(answer, "an event");
        var span = GraphTimes.of(answer).span();
        return new Lookup.There(EventMapper.iCalUid(answer), span == null ? null : EventMapper.event(answer, span));
    }

    /// Reads a page of the account's calendars. Graph does not tell what has changed about them.
    CalendarList calendars(GraphItem answer) throws UnusablePageException {
        var entries = new ArrayList<CalendarList.Entry>();
        for (var row : rows(answer)) {
            entries.add(new CalendarList.Entry(
                    new CalendarId(id(row, "a calendar")),
                    row.text("name", EventLimits.TITLE),
                    null,
                    row.flag("isDefaultCalendar")));
        }
        var more = link(answer, "@odata.nextLink", Kind.CALENDARS);
        return new CalendarList(
                entries, List.of(), more == null ? new CalendarList.Next.Last(null) : new CalendarList.Next.More(more));
    }

    private static List<GraphItem> rows(GraphItem answer) throws UnusablePageException {
        var rows = answer.list("value");
        if (rows == null) {
            throw new UnusablePageException("the answer is no list");
        }
        return rows;
    }

    private List<Change> changes(List<GraphItem> rows) throws UnusablePageException {
        var changes = new ArrayList<Change>();
        var odd = 0;
        for (var row : rows) {
            var mapped = RowMapper.map(id(row, "an event"), row);
            changes.add(mapped.change());
            odd += mapped.odd() ? 1 : 0;
        }
        oddEvents.seen(odd);
        return changes;
    }

    private static Next next(@Nullable String more, @Nullable String last) throws UnusablePageException {
        if (more != null && last == null) {
            return new Next.More(more);
        }
        if (last != null && more == null) {
            return new Next.Last(last);
        }
        throw new UnusablePageException(
                more == null
                        ? "the page says neither how to go on nor that it is the last"
                        : "the page says both how to go on and that it is the last");
    }

    /// Null when there is none.
    private @Nullable String link(GraphItem answer, String name, Kind kind) throws UnusablePageException {
        var link = answer.text(name);
        var objection = link == null ? null : links.objection(link, kind);
        if (objection != null) {
            throw new UnusablePageException("its link " + objection);
        }
        return link;
    }

    private static String id(GraphItem row, String what) throws UnusablePageException {
        var id = row.text("id");
        if (id == null || id.isBlank() || id.length() > EventLimits.ID) {
            throw new UnusablePageException("the page has " + what + " without a usable id");
        }
        return id;
    }
}
