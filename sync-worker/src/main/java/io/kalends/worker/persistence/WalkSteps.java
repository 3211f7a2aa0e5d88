package io.kalends.worker.persistence;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.provider.Change;
import io.kalends.core.store.Applied;
import io.kalends.core.store.Batch;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.Walk;
import io.kalends.schemas.v1.ChangeReason;

/// One step of a walk. Every method belongs into the caller's transaction, which holds the lock on the connection under
/// the claim's fence; what it refuses is to be rolled back.
final class WalkSteps {

    /// The sealed texts a step may have to write. Nothing is sealed inside a transaction.
    ///
    /// @param cursor where the next delta starts
    /// @param walk where the walk goes on
    @SuppressWarnings("ArrayRecordComponent")
    record SealedTexts(byte @Nullable [] cursor, byte @Nullable [] walk) {}

    private final Connections connections;
    private final Walks walks;
    private final Pages pages;
    private final EventRows events;
    private final SeriesRows series;
    private final Braking braking;

    /// What keeps deletions from being carried out as they come.
    record Braking(HoldRows holds, Deletions deletions) {}

    WalkSteps(Connections connections, Walks walks, Pages pages, EventRows events, SeriesRows series, Braking braking) {
        this.connections = connections;
        this.walks = walks;
        this.pages = pages;
        this.events = events;
        this.series = series;
        this.braking = braking;
    }

    /// A page in the middle of a delta, or any page of a full walk.
    Applied page(ConnectionRow row, CalendarId calendar, Walk.Reading read, Batch batch, Walk then, SealedTexts texts) {
        if (!walks.save(row, calendar, then, read.pageToken() == null, texts.walk())) {
            return new Applied.Fenced();
        }
        if (read.pageToken() == null) {
            braking.holds().begins(row.text(), calendar);
        }
        if (read.mode() == SyncMode.DELTA) {
            series.touch(row.text(), calendar, batch.touched());
        }
        return apply(row, calendar, read, batch);
    }

    /// A delta's last page. It ends the walk unless a series has to be checked first.
    Applied lastPage(
            ConnectionRow row,
            CalendarId calendar,
            Walk.Reading read,
            Batch batch,
            Walk.Checking then,
            SealedTexts texts) {
        var first = read.pageToken() == null;
        var told = !first || !batch.changes().isEmpty();
        if (first && told) {
            braking.holds().begins(row.text(), calendar);
        }
        var committed = apply(row, calendar, read, batch);
        series.touch(row.text(), calendar, batch.touched());
        var mayCheck = !first || !batch.touched().isEmpty();
        if (mayCheck && series.unchecked(row.text(), calendar, read.generation()) != null) {
            return walks.save(row, calendar, then, first, texts.walk()) ? committed.unfinished() : new Applied.Fenced();
        }
        if (told) {
            var settled = braking.deletions().settle(row, calendar, false, ChangeReason.DELTA);
            committed = both(committed, settled);
            if (!settled.complete()) {
                return walks.save(row, calendar, then, first, texts.walk()) ? committed : new Applied.Fenced();
            }
        }
        var ended =
                new Walks.Ended(SyncMode.DELTA, read.generation(), then.origin().window(), first);
        return end(row, calendar, ended, texts) ? committed : new Applied.Fenced();
    }

    Applied check(
            ConnectionRow row,
            CalendarId calendar,
            Walk.Checking walk,
            @Nullable String seriesId,
            List<Change.Definite> changes,
            SealedTexts texts) {
        if (!walks.takesChanges(row, calendar)) {
            return new Applied.Fenced();
        }
        var committed = pages.apply(row, calendar, walk.generation(), ChangeReason.DELTA, changes);
        if (seriesId != null) {
            series.checked(row.text(), calendar, seriesId);
        }
        if (series.unchecked(row.text(), calendar, walk.generation()) != null) {
            return committed.unfinished();
        }
        var settled = braking.deletions().settle(row, calendar, false, ChangeReason.DELTA);
        committed = both(committed, settled);
        if (!settled.complete()) {
            return committed;
        }
        var ended =
                new Walks.Ended(SyncMode.DELTA, walk.generation(), walk.origin().window(), false);
        return end(row, calendar, ended, texts) ? committed : new Applied.Fenced();
    }

    Applied sweep(
            ConnectionRow row,
            CalendarId calendar,
            Walk.Sweeping walk,
            List<Change.Definite> changes,
            SealedTexts texts) {
        var committed = pages.apply(row, calendar, walk.generation(), ChangeReason.RECONCILED, changes);
        if (!events.notSeen(row.text(), calendar, walk.generation(), 1).isEmpty()) {
            return committed.unfinished();
        }
        var settled = braking.deletions().settle(row, calendar, true, ChangeReason.RECONCILED);
        committed = both(committed, settled);
        if (!settled.complete()) {
            return committed;
        }
        end(
                row,
                calendar,
                new Walks.Ended(SyncMode.FULL, walk.generation(), walk.origin().window(), false),
                texts);
        return committed;
    }

    private static Applied.Committed both(Applied.Committed one, Applied.Committed other) {
        return new Applied.Committed(
                one.upserted() + other.upserted(), one.removed() + other.removed(), other.complete());
    }

    private Applied.Committed apply(ConnectionRow row, CalendarId calendar, Walk.Reading read, Batch batch) {
        var reason = read.mode() == SyncMode.FULL ? ChangeReason.FULL : ChangeReason.DELTA;
        return pages.apply(row, calendar, read.generation(), reason, batch.changes());
    }

    /// False when the calendar is not there or being closed.
    private boolean end(ConnectionRow row, CalendarId calendar, Walks.Ended walk, SealedTexts texts) {
        if (texts.cursor() == null) {
            throw new IllegalArgumentException("a walk ends with a cursor only");
        }
        if (!row.untold() && walks.notLive(row, calendar)) {
            connections.untold(row, true);
        }
        return walks.end(row, calendar, walk, texts.cursor());
    }
}
