package io.kalends.worker.persistence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.ContentHash;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.provider.Change;
import io.kalends.core.store.Applied;
import io.kalends.schemas.v1.ChangeReason;
import io.kalends.schemas.v1.EventChange;
import io.kalends.worker.tenant.Sharing;

/// Applies the changes of one page: what differs from what is held is written and emitted. Deletions are only
/// noted: until the walk ends nobody knows how many there are.
final class Pages {

    private final EventRows events;
    private final DoomedRows doomed;
    private final Journal journal;
    private final Function<String, Sharing> sharing;

    /// @param sharing how much of an event leaves, by tenant; asked within the transaction
    Pages(EventRows events, DoomedRows doomed, Journal journal, Function<String, Sharing> sharing) {
        this.events = events;
        this.doomed = doomed;
        this.journal = journal;
        this.sharing = sharing;
    }

    /// Applies `changes` in the caller's transaction.
    ///
    /// @param generation of the walk that saw what they show
    Applied.Committed apply(
            ConnectionRow row,
            CalendarId calendar,
            long generation,
            ChangeReason reason,
            List<Change.Definite> changes) {
        var latest = latest(changes);
        if (latest.isEmpty()) {
            return new Applied.Committed(0, 0, true);
        }
        var ids = latest.stream().map(Change::eventId).toList();
        var differences = new Differences(
                row.text(),
                calendar,
                reason,
                sharing.apply(row.key().tenantId()),
                events.held(row.text(), calendar, ids));
        latest.forEach(differences::add);
        events.ofSeries(row.text(), calendar, removed(latest)).forEach(differences::removeInstance);
        events.write(row.text(), calendar, generation, differences.written);
        events.markGone(row.text(), calendar, differences.gone);
        doomed.doom(row.text(), calendar, generation, differences.doomed);
        journal.write(row, differences.drafts);
        var removed = differences.gone.size();
        return new Applied.Committed(differences.drafts.size() - removed, removed, true);
    }

    private static Collection<Change.Definite> latest(List<Change.Definite> changes) {
        var latest = new LinkedHashMap<String, Change.Definite>();
        for (var change : changes) {
            latest.remove(change.eventId());
            latest.put(change.eventId(), change);
        }
        return latest.values();
    }

    private static List<String> removed(Collection<Change.Definite> changes) {
        return changes.stream()
                .filter(Change.Removed.class::isInstance)
                .map(Change::eventId)
                .toList();
    }

    /// What a page changes, gathered in its order.
    private static final class Differences {

        private final String key;
        private final CalendarId calendar;
        private final ChangeReason reason;
        private final Sharing sharing;
        private final Set<String> told = new HashSet<>();
        private final Map<String, EventRows.Held> held;
        private final List<EventRows.Written> written = new ArrayList<>();
        private final List<String> gone = new ArrayList<>();
        private final List<String> doomed = new ArrayList<>();
        private final List<Draft> drafts = new ArrayList<>();

        Differences(
                String key,
                CalendarId calendar,
                ChangeReason reason,
                Sharing sharing,
                Map<String, EventRows.Held> held) {
            this.key = key;
            this.calendar = calendar;
            this.reason = reason;
            this.sharing = sharing;
            this.held = held;
        }

        void add(Change.Definite change) {
            var before = held.get(change.eventId());
            told.add(change.eventId());
            switch (change) {
                case Change.Upserted upserted -> write(upserted, before);
                case Change.Removed _ -> doom(before);
                case Change.OutsideWindow _ -> leave(before);
            }
        }

        /// An instance goes with its series, unless something was said about it.
        void removeInstance(EventRows.Held instance) {
            if (told.add(instance.eventId())) {
                doom(instance);
            }
        }

        private void write(Change.Upserted upserted, EventRows.@Nullable Held before) {
            var uid = Columns.text(upserted.iCalUid());
            var hash = ContentHash.of(upserted.event(), uid);
            written.add(new EventRows.Written(
                    upserted.eventId(),
                    uid,
                    upserted.event().seriesId(),
                    hash,
                    StoredEvents.bytes(upserted.event()),
                    upserted.lived()));
            if (before == null || !Arrays.equals(before.contentHash(), hash)) {
                var shared = EventRecords.shared(upserted.event(), sharing);
                drafts.add(EventRecords.changed(
                        key, calendar, upserted.eventId(), uid, EventChange.UPSERTED, reason, shared));
            }
        }

        private void doom(EventRows.@Nullable Held before) {
            if (before != null) {
                doomed.add(before.eventId());
            }
        }

        private void leave(EventRows.@Nullable Held before) {
            if (before != null) {
                gone.add(before.eventId());
                drafts.add(EventRecords.changed(
                        key, calendar, before.eventId(), before.iCalUid(), EventChange.LEFT_WINDOW, reason, null));
            }
        }
    }
}
