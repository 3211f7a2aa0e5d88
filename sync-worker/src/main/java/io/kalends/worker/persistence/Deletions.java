package io.kalends.worker.persistence;

import java.util.List;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.plan.Brake;
import io.kalends.core.store.Applied;
import io.kalends.schemas.v1.ChangeReason;
import io.kalends.schemas.v1.EventChange;

/// What becomes of the deletions that walks have noted: they are carried out together, or wait for a person.
/// Every method belongs into the caller's transaction, which holds the lock on the connection.
final class Deletions {

    private static final Logger log = LoggerFactory.getLogger(Deletions.class);

    /// What is written.
    record Rows(Connections connections, EventRows events, DoomedRows doomed, HoldRows holds, Journal journal) {}

    private final Rows rows;
    private final Function<String, Brake> brakes;
    private final BrakeMetrics metrics;
    private final int batch;

    /// @param brakes when deletions are too many at once, by tenant; asked within the transaction
    /// @param batch most events carried out at once
    Deletions(Rows rows, Function<String, Brake> brakes, BrakeMetrics metrics, int batch) {
        this.rows = rows;
        this.brakes = brakes;
        this.metrics = metrics;
        this.batch = batch;
    }

    /// Settles the deletions of a walk that is about to end. A delta never ends a hold that has any left; what has been
    /// read in full is judged anew.
    ///
    /// @return not complete when there are more to carry out before the walk may end
    Applied.Committed settle(ConnectionRow row, CalendarId calendar, boolean everything, ChangeReason reason) {
        var standing = rows.holds().standing(row.text(), calendar);
        if (standing == null || (standing.doomed() == 0 && standing.heldAt() == null)) {
            return new Applied.Committed(0, 0, true);
        }
        var waiting = standing.heldAt() != null;
        if (standing.doomed() == 0) {
            end(row, calendar);
            return new Applied.Committed(0, 0, true);
        }
        if ((waiting && !everything) || tooMany(row, standing.doomed(), standing.before())) {
            hold(row, calendar, standing);
            return new Applied.Committed(0, 0, true);
        }
        if (waiting) {
            end(row, calendar);
        }
        var carriedOut = carryOut(row, calendar, reason, false);
        return new Applied.Committed(0, carriedOut, carriedOut == standing.doomed());
    }

    /// Whether so many deletions wait for a person.
    boolean tooMany(ConnectionRow row, int deletions, int events) {
        return brakes.apply(row.key().tenantId()).holds(deletions, events);
    }

    /// Holds everything of a calendar that is no longer listed, if it is too much to go at once.
    ///
    /// @return whether it is held
    boolean vanished(ConnectionRow row, CalendarId calendar) {
        var events = rows.holds().events(row.text(), calendar);
        if (!tooMany(row, events, events)) {
            return false;
        }
        rows.holds().reread(row.text(), calendar, true);
        rows.doomed().doomAll(row.text(), calendar);
        var before = rows.holds().standing(row.text(), calendar);
        hold(row, calendar, new HoldRows.Standing(before == null ? null : before.heldAt(), 0, events, events));
        return true;
    }

    /// Drops what waits, and has the calendar read in full.
    void forgive(ConnectionRow row, CalendarId calendar) {
        rows.doomed().forgive(row.text(), calendar);
        rows.holds().end(row.text(), calendar);
        rows.holds().reread(row.text(), calendar, false);
    }

    /// Carries out all that waits.
    void release(ConnectionRow row, CalendarId calendar) {
        var carriedOut = batch;
        while (carriedOut == batch) {
            carriedOut = carryOut(row, calendar, ChangeReason.RECONCILED, true);
        }
        rows.holds().end(row.text(), calendar);
    }

    private void hold(ConnectionRow row, CalendarId calendar, HoldRows.Standing standing) {
        var joined = rows.doomed().makeWait(row.text(), calendar);
        if (joined == 0 && standing.heldDeletions() == standing.doomed()) {
            return;
        }
        rows.holds().hold(row.text(), calendar, standing.doomed(), standing.before());
        untold(row);
        if (standing.heldAt() == null) {
            metrics.held();
            log.atWarn()
                    .addKeyValue("connectionKey", row.text())
                    .addKeyValue("deletions", standing.doomed())
                    .addKeyValue("events", standing.before())
                    .log("held back deletions of a calendar until a person releases or discards them");
        }
    }

    private void end(ConnectionRow row, CalendarId calendar) {
        rows.holds().end(row.text(), calendar);
        untold(row);
    }

    private void untold(ConnectionRow row) {
        if (!row.untold()) {
            rows.connections().untold(row, true);
        }
    }

    private int carryOut(ConnectionRow row, CalendarId calendar, ChangeReason reason, boolean waiting) {
        List<DoomedRows.Doomed> some = rows.doomed().some(row.text(), calendar, waiting, batch);
        rows.events()
                .markGone(
                        row.text(),
                        calendar,
                        some.stream().map(DoomedRows.Doomed::eventId).toList());
        rows.journal()
                .write(
                        row,
                        some.stream()
                                .map(doomed -> EventRecords.changed(
                                        row.text(),
                                        calendar,
                                        doomed.eventId(),
                                        doomed.iCalUid(),
                                        EventChange.DELETED,
                                        reason,
                                        null))
                                .toList());
        return some.size();
    }
}
