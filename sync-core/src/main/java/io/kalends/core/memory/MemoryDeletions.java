package io.kalends.core.memory;

import java.time.Instant;

import io.kalends.core.memory.Emitted.EventChanged.What;
import io.kalends.core.memory.Emitted.EventChanged.Why;
import io.kalends.core.memory.Held.Doom;
import io.kalends.core.plan.Brake;

/// What becomes of the deletions that walks have noted: they are carried out together, or held.
final class MemoryDeletions {

    /// What came of it.
    ///
    /// @param removed events told to be deleted
    /// @param complete false when there are more to tell before the walk may end
    record Settled(int removed, boolean complete) {}

    private final MemoryConnection connection;
    private final Brake brake;
    private final int batch;
    private final Instant now;

    /// @param batch most events told at once
    MemoryDeletions(MemoryConnection connection, Brake brake, int batch, Instant now) {
        this.connection = connection;
        this.brake = brake;
        this.batch = batch;
        this.now = now;
    }

    /// Settles the deletions of a walk that is about to end. A delta never ends a hold that has any left; what has been
    /// read in full is judged anew.
    Settled settle(MemoryCalendar calendar, boolean everything, Why why) {
        var doomed = calendar.ids(Held::isDoomed);
        var hold = calendar.hold;
        if (doomed.isEmpty()) {
            end(calendar);
            return new Settled(0, true);
        }
        if ((hold != null && !everything) || brake.holds(doomed.size(), calendar.before)) {
            hold(
                    calendar,
                    hold == null ? new Hold(doomed.size(), calendar.before, now, false) : hold.of(doomed.size()));
            return new Settled(0, true);
        }
        end(calendar);
        var some = doomed.stream().limit(batch).toList();
        some.forEach(eventId -> remove(calendar, eventId, why));
        return new Settled(some.size(), some.size() == doomed.size());
    }

    /// A calendar is no longer listed. What is held of it goes, unless that is too much at once.
    void vanish(MemoryCalendar calendar) {
        var events = calendar.events.size();
        if (calendar.selected && brake.holds(events, events)) {
            calendar.begin();
            calendar.events.replaceAll((_, event) -> event.with(new Doom(0, false)));
            hold(calendar, new Hold(events, events, now, true));
        } else {
            calendar.retire(connection.claimed());
        }
    }

    /// Carries out what is held; a calendar that had vanished is closed by the next run. What a walk under way
    /// has noted since is not part of it.
    void release(MemoryCalendar calendar) {
        if (calendar.hold == null) {
            return;
        }
        calendar.ids(Held::waits).forEach(eventId -> remove(calendar, eventId, Why.RECONCILED));
        if (calendar.vanished()) {
            calendar.retire(connection.claimed());
        }
        calendar.hold = null;
    }

    private void hold(MemoryCalendar calendar, Hold hold) {
        connection.untold |= !hold.equals(calendar.hold)
                || calendar.ids(event -> event.isDoomed() && !event.waits()).size() > 0;
        calendar.hold = hold;
        calendar.events.replaceAll((_, event) -> {
            var doom = event.doom();
            return doom == null ? event : event.with(new Doom(doom.walk(), true));
        });
    }

    private void end(MemoryCalendar calendar) {
        connection.untold |= calendar.hold != null;
        calendar.hold = null;
    }

    private void remove(MemoryCalendar calendar, String eventId, Why why) {
        calendar.events.remove(eventId);
        connection.emit(
                sequence -> new Emitted.EventChanged(sequence, calendar.entry.id(), eventId, What.DELETED, why, null));
    }
}
