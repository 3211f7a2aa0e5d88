package io.kalends.worker.persistence;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.ConnectionState;
import io.kalends.core.provider.Change;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.store.Applied;
import io.kalends.core.store.Batch;
import io.kalends.core.store.Claim;
import io.kalends.core.store.Claim.Claimed;
import io.kalends.core.store.Kept;
import io.kalends.core.store.Listing;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.RunStats;
import io.kalends.core.store.StoredCalendar;
import io.kalends.core.store.Suspect;
import io.kalends.core.store.SyncRequest;
import io.kalends.core.store.SyncStore;
import io.kalends.core.store.Trouble;
import io.kalends.core.store.Walk;
import io.kalends.worker.persistence.Cursors.Field;

/// The store in PostgreSQL. Every write first locks the connection's row under the claim's fence; cursors are sealed
/// before and opened after the transaction.
final class JdbcSyncStore implements SyncStore {

    /// The parts of the store, each working in a transaction opened here.
    record Parts(
            Connections connections,
            Calendars calendars,
            Claims claims,
            Listings listings,
            Walks walks,
            WalkSteps steps,
            Sweeps sweeps,
            EventRows events,
            SeriesRows series,
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
    public @Nullable List<StoredCalendar> list(Claimed claim, Listing listing) {
        var sealed = listing.cursor() == null ? null : cursors.sealList(claim.key(), listing.cursor());
        var rows = transactions.execute(_ -> {
            var row = parts.connections().lock(claim);
            if (row == null) {
                return null;
            }
            var changed = parts.listings().take(row, listing);
            parts.connections().listed(row, sealed);
            if (changed) {
                parts.states().emit(row.key(), null);
            }
            var since = row.runStartedAt() == null ? row.now() : row.runStartedAt();
            return parts.calendars().toWorkOn(row.text(), SyncRequest.together(claim.requests()), since);
        });
        return rows == null ? null : opened(claim.key(), rows);
    }

    @Override
    public List<Kept> kept(Claimed claim, CalendarId calendar, Collection<String> eventIds) {
        var key = KeyText.of(claim.key());
        var kept = new LinkedHashMap<String, Kept>();
        parts.events().held(key, calendar, eventIds).forEach((id, held) -> kept.put(id, held.kept()));
        parts.events().ofSeries(key, calendar, eventIds).forEach(held -> kept.put(held.eventId(), held.kept()));
        return List.copyOf(kept.values());
    }

    @Override
    public Applied apply(
            Claimed claim,
            CalendarId calendar,
            Walk.Reading read,
            Batch batch,
            @Nullable Walk then,
            @Nullable String cursor) {
        if (then != null) {
            var texts = new WalkSteps.SealedTexts(null, resumePoint(claim.key(), calendar, then));
            return write(claim, row -> parts.steps().page(row, calendar, read, batch, then, texts));
        }
        if (cursor == null || !(read.origin() instanceof Origin.Since since)) {
            throw new IllegalArgumentException("only a delta ends with a page, and only with a cursor: " + read);
        }
        var checking = new Walk.Checking(since, read.generation(), cursor);
        var more = read.pageToken() != null
                || !batch.touched().isEmpty()
                || !batch.changes().isEmpty();
        var texts = new WalkSteps.SealedTexts(
                cursors.seal(claim.key(), calendar, Field.CURSOR, cursor),
                more ? resumePoint(claim.key(), calendar, checking) : null);
        return write(claim, row -> parts.steps().lastPage(row, calendar, read, batch, checking, texts));
    }

    @Override
    public @Nullable Suspect suspect(Claimed claim, CalendarId calendar, Walk.Checking walk) {
        var key = KeyText.of(claim.key());
        var next = parts.series().unchecked(key, calendar, walk.generation());
        return next == null
                ? null
                : new Suspect(
                        next.seriesId(),
                        next.whole(),
                        kept(parts.events().notSeenOf(key, calendar, next.seriesId(), walk.generation())));
    }

    @Override
    public Applied check(
            Claimed claim,
            CalendarId calendar,
            Walk.Checking walk,
            @Nullable String seriesId,
            List<Change.Definite> changes) {
        var texts = cursorToBe(claim, calendar, walk.cursor());
        return write(claim, row -> parts.steps().check(row, calendar, walk, seriesId, changes, texts));
    }

    @Override
    public List<Kept> unseen(Claimed claim, CalendarId calendar, Walk.Sweeping walk, int most) {
        return kept(parts.events().notSeen(KeyText.of(claim.key()), calendar, walk.generation(), most));
    }

    @Override
    public Applied sweep(Claimed claim, CalendarId calendar, Walk.Sweeping walk, List<Change.Definite> changes) {
        var texts = cursorToBe(claim, calendar, walk.cursor());
        return write(claim, row -> parts.steps().sweep(row, calendar, walk, changes, texts));
    }

    @Override
    public boolean begin(Claimed claim, CalendarId calendar, Walk.Reading walk) {
        return done(claim, row -> parts.walks().save(row, calendar, walk, true, null));
    }

    @Override
    public boolean troubled(Claimed claim, CalendarId calendar, Trouble trouble) {
        return done(claim, row -> {
            if (parts.calendars().troubled(row, calendar, trouble) && !row.untold()) {
                parts.connections().untold(row, true);
            }
            return true;
        });
    }

    @Override
    public Applied republish(Claimed claim, CalendarId calendar) {
        return write(claim, row -> parts.sweeps().again(row, calendar));
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
        return done(claim, row -> {
            parts.outcomes().finish(row, claim, end, slice);
            return true;
        });
    }

    @Override
    public boolean handBack(Claimed claim, RunStats slice) {
        return Boolean.TRUE.equals(transactions.execute(_ -> {
            var row = parts.connections().lock(claim.key());
            if (row == null
                    || row.claimedFence() != claim.fence()
                    || !(row.state() instanceof ConnectionState.Syncing)) {
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

    /// Does something under the fence; false when the connection was taken away, or what is done says so.
    private boolean done(Claimed claim, Predicate<ConnectionRow> work) {
        return Boolean.TRUE.equals(transactions.execute(_ -> {
            var row = parts.connections().lock(claim);
            return row != null && work.test(row);
        }));
    }

    private static List<Kept> kept(List<EventRows.Held> events) {
        return events.stream().map(EventRows.Held::kept).toList();
    }

    private WalkSteps.SealedTexts cursorToBe(Claimed claim, CalendarId calendar, String cursor) {
        return new WalkSteps.SealedTexts(cursors.seal(claim.key(), calendar, Field.CURSOR, cursor), null);
    }

    private byte @Nullable [] resumePoint(ConnectionKey key, CalendarId calendar, Walk then) {
        var text = switch (then) {
            case Walk.Reading reading -> reading.pageToken();
            case Walk.Checking checking -> checking.cursor();
            case Walk.Sweeping sweeping -> sweeping.cursor();
            case Walk.Closing _ -> null;
        };
        return text == null ? null : cursors.seal(key, calendar, Field.WALK, text);
    }

    private Claimed claimed(Claims.Found.Taken taken) {
        var row = taken.row();
        var every = SyncRequest.oldestList(taken.requests(), listEvery);
        var list = new Claim.CalendarsKnown(
                !taken.anyCalendar() || row.listDue(taken.raised().at(), every),
                taken.mainKnown(),
                row.listCursor() == null ? null : cursors.openList(row.key(), row.listCursor()));
        return new Claimed(
                row.key(),
                taken.raised().fence(),
                taken.requests(),
                taken.raised().at(),
                opened(row.key(), taken.calendars()),
                list,
                taken.state(),
                row.untoldLimit(),
                taken.readBefore(),
                taken.reach());
    }

    private List<StoredCalendar> opened(ConnectionKey key, List<CalendarRow> rows) {
        return rows.stream().map(row -> row.open(key, cursors)).toList();
    }
}
