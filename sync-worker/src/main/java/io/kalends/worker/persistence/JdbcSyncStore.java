package io.kalends.worker.persistence;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.provider.CalendarList;
import io.kalends.core.provider.Change;
import io.kalends.core.store.Applied;
import io.kalends.core.store.Claim;
import io.kalends.core.store.Claim.Claimed;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.RunStats;
import io.kalends.core.store.StoredCalendar;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest;
import io.kalends.core.store.SyncStore;
import io.kalends.core.store.Walk;
import io.kalends.worker.persistence.Cursors.Field;

/// The store in PostgreSQL. Every write first locks the connection's row under the claim's fence; cursors are sealed
/// before and opened after the transaction.
final class JdbcSyncStore implements SyncStore {

    /// The parts of the store, each working in a transaction opened here.
    record Parts(
            Connections connections,
            Calendars calendars,
            Walks walks,
            Claims claims,
            Listings listings,
            Pages pages,
            Sweeps sweeps,
            Outcomes outcomes,
            ConnectionStates states) {}

    private final TransactionTemplate transactions;
    private final Cursors cursors;
    private final Parts parts;
    private final Duration listEvery;

    JdbcSyncStore(TransactionTemplate transactions, Cursors cursors, Parts parts, Duration listEvery) {
        this.transactions = transactions;
        this.cursors = cursors;
        this.parts = parts;
        this.listEvery = listEvery;
    }

    @Override
    public Claim claim(List<SyncRequest> requests) {
        if (requests.isEmpty()) {
            throw new IllegalArgumentException("a claim needs at least one request");
        }
        return switch (transactions.execute(_ -> parts.claims().claim(requests))) {
            case Claims.Found.Inactive _ -> new Claim.Inactive();
            case Claims.Found.Answered _ -> new Claim.Answered();
            case Claims.Found.Taken taken -> claimed(taken);
        };
    }

    @Override
    public @Nullable List<StoredCalendar> list(Claimed claim, List<CalendarList.Entry> calendars) {
        var rows = transactions.execute(_ -> {
            var row = parts.connections().lock(claim);
            if (row == null) {
                return null;
            }
            var changed = parts.listings().take(row, calendars);
            parts.connections().listed(row);
            if (changed) {
                parts.states().emit(row.key(), null);
            }
            var since = row.runStartedAt() == null ? row.now() : row.runStartedAt();
            return parts.calendars().toWorkOn(row.text(), Claims.mode(claim.requests()), since);
        });
        return rows == null ? null : opened(claim.key(), rows);
    }

    @Override
    public Applied apply(
            Claimed claim,
            CalendarId calendar,
            Walk.Reading read,
            List<Change.Definite> changes,
            @Nullable Walk then,
            @Nullable String cursor) {
        var first = read.pageToken() == null;
        if (then == null) {
            if (cursor == null || read.mode() == SyncMode.FULL) {
                throw new IllegalArgumentException("only a delta ends with a page, and only with a cursor: " + read);
            }
            var sealed = cursors.seal(claim.key(), calendar, Field.CURSOR, cursor);
            return write(claim, row -> {
                untoldUnlessLive(row, calendar);
                var there = parts.walks()
                        .end(
                                row,
                                calendar,
                                SyncMode.DELTA,
                                first,
                                sealed,
                                read.origin().window());
                return there ? parts.pages().apply(row, calendar, read, changes) : new Applied.Fenced();
            });
        }
        var sealed = resumePoint(claim.key(), calendar, then);
        return write(
                claim,
                row -> parts.walks().save(row, calendar, then, first, sealed)
                        ? parts.pages().apply(row, calendar, read, changes)
                        : new Applied.Fenced());
    }

    @Override
    public Applied sweep(Claimed claim, CalendarId calendar, Walk.Sweeping walk) {
        var sealed = cursors.seal(claim.key(), calendar, Field.CURSOR, walk.cursor());
        var window = walk.origin().window();
        return write(claim, row -> {
            var swept = parts.sweeps().unseen(row, calendar, walk.generation(), window);
            if (swept.complete()) {
                untoldUnlessLive(row, calendar);
                parts.walks().end(row, calendar, SyncMode.FULL, false, sealed, window);
            }
            return swept;
        });
    }

    @Override
    public Applied close(Claimed claim, CalendarId calendar) {
        return write(claim, row -> {
            var removed = parts.sweeps().everything(row, calendar);
            if (removed.complete()) {
                parts.calendars().close(row, calendar);
                parts.connections().untold(row, true);
            }
            return removed;
        });
    }

    @Override
    public boolean finish(Claimed claim, RunEnd end, RunStats slice) {
        return Boolean.TRUE.equals(transactions.execute(_ -> {
            var row = parts.connections().lock(claim);
            if (row == null) {
                return false;
            }
            parts.outcomes().finish(row, claim, end, slice);
            return true;
        }));
    }

    @Override
    public boolean handBack(Claimed claim, RunStats slice) {
        return Boolean.TRUE.equals(transactions.execute(_ -> {
            var row = parts.connections().lock(claim.key());
            if (row == null
                    || row.claimedFence() != claim.fence()
                    || !row.status().syncs()) {
                return false;
            }
            parts.outcomes().finish(row, claim, RunEnd.Deferred.atOnce(), slice);
            return true;
        }));
    }

    /// Writes under the fence; what is refused inside is rolled back.
    private Applied write(Claimed claim, Function<ConnectionRow, Applied> work) {
        return transactions.execute(status -> {
            var row = parts.connections().lock(claim);
            var applied = row == null ? new Applied.Fenced() : work.apply(row);
            if (applied instanceof Applied.Fenced) {
                status.setRollbackOnly();
            }
            return applied;
        });
    }

    private void untoldUnlessLive(ConnectionRow row, CalendarId calendar) {
        if (!row.untold() && parts.walks().notLive(row, calendar)) {
            parts.connections().untold(row, true);
        }
    }

    private byte @Nullable [] resumePoint(ConnectionKey key, CalendarId calendar, Walk then) {
        var text = switch (then) {
            case Walk.Reading reading -> reading.pageToken();
            case Walk.Sweeping sweeping -> sweeping.cursor();
            case Walk.Closing _ -> null;
        };
        return text == null ? null : cursors.seal(key, calendar, Field.WALK, text);
    }

    private Claimed claimed(Claims.Found.Taken taken) {
        var row = taken.row();
        return new Claimed(
                row.key(),
                taken.raised().fence(),
                taken.requests(),
                taken.raised().at(),
                opened(row.key(), taken.calendars()),
                !taken.anyCalendar() || row.listDue(taken.raised().at(), listEvery),
                taken.mainKnown(),
                row.failures());
    }

    private List<StoredCalendar> opened(ConnectionKey key, List<CalendarRow> rows) {
        return rows.stream().map(row -> row.open(key, cursors)).toList();
    }
}
