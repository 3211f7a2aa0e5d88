package io.kalends.worker.microsoft;

import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.Span;
import io.kalends.core.provider.Change;
import io.kalends.worker.http.EventLimits;

/// Turns a row of Graph's into a change.
///
/// Graph itself decides what is in the window: a row is not held against it again. One whose times cannot be understood
/// is [Change.OutsideWindow]: the event exists, but no window can be said to hold it.
final class RowMapper {

    /// A change, and whether its times are Graph's own.
    ///
    /// @param odd true when times had to be guessed or could not be understood
    record Mapped(Change change, boolean odd) {}

    private RowMapper() {}

    static Mapped map(String id, GraphItem row) {
        if (row.has("@removed")) {
            return new Mapped(new Change.Vanished(id), false);
        }
        var times = GraphTimes.of(row);
        var span = times.span();
        if (span == null) {
            return new Mapped(new Change.OutsideWindow(id), true);
        }
        if ("seriesMaster".equals(row.text("type"))) {
            return new Mapped(
                    new Change.Series(id, EventMapper.iCalUid(row), EventMapper.event(row, span)), times.mended());
        }
        var stub = stub(id, row, span);
        return new Mapped(stub == null ? whole(id, row, span) : stub, times.mended());
    }

    private static Change whole(String id, GraphItem row, Span span) {
        return new Change.Upserted(id, EventMapper.iCalUid(row), EventMapper.event(row, span), span.in(ZoneOffset.UTC));
    }

    /// An occurrence says what its series says. It is taken so even where Graph spells it out, which it does in some
    /// places only and with a link of its own: the difference would be told as a change. Null for any other row.
    private static Change.@Nullable Occurrence stub(String id, GraphItem row, Span span) {
        var series = row.text("seriesMasterId", EventLimits.ID);
        return series == null || !"occurrence".equals(row.text("type"))
                ? null
                : new Change.Occurrence(
                        id, series, span, span.in(ZoneOffset.UTC), row.text("@odata.etag", EventLimits.ID));
    }
}
