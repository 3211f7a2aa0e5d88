package io.kalends.simulator.side;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.world.Account;
import io.kalends.simulator.world.CalendarFacts;
import io.kalends.simulator.world.EventDetails;
import io.kalends.simulator.world.Expansion;
import io.kalends.simulator.world.HeldCalendar;
import io.kalends.simulator.world.Recurrence;
import io.kalends.simulator.world.Span;

/// One calendar of a user, as the user edits it. Ids are written as the provider writes them.
///
/// Edits of an event or series that is not there, or was deleted, throw [IllegalArgumentException].
public abstract class SimulatedCalendar {
    private final Account account;
    private final HeldCalendar held;
    private final InstantSource clock;

    protected SimulatedCalendar(Account account, HeldCalendar held, InstantSource clock) {
        this.account = account;
        this.held = held;
        this.clock = clock;
    }

    /// The id as the provider writes it.
    public abstract String id();

    /// The id of an event or series as the provider writes it.
    protected abstract String told(String heldId);

    /// The id under which the world holds an event or series.
    protected abstract String kept(String toldId);

    public CalendarFacts facts() {
        return held.facts();
    }

    /// @return the new event's id
    public String create(String title, Span span) {
        return create(span, EventDetails.titled(title));
    }

    /// @return the new event's id
    public String create(Span span, EventDetails details) {
        return told(held.create(span, null, details, clock.instant()));
    }

    /// @param first the first occurrence
    /// @return the new series' id
    public String createSeries(Span first, Recurrence recurrence, EventDetails details) {
        return told(held.create(first, recurrence, details, clock.instant()));
    }

    /// Changes what an event, or a whole series, says.
    public void update(String id, UnaryOperator<EventDetails> change) {
        held.edit(kept(id), change, clock.instant());
    }

    public void rename(String id, String title) {
        update(id, details -> details.withTitle(title));
    }

    /// Moves a single event.
    public void move(String id, Span span) {
        held.reschedule(kept(id), span, null, clock.instant());
    }

    /// Changes when a series takes place and how it repeats; also shortens or prolongs it.
    public void reschedule(String seriesId, Span first, Recurrence recurrence) {
        held.reschedule(kept(seriesId), first, recurrence, clock.instant());
    }

    /// Shortens or prolongs a series.
    public void repeat(String seriesId, Recurrence recurrence) {
        var series = held.find(kept(seriesId))
                .orElseThrow(() -> new IllegalArgumentException("there is no event " + seriesId));
        held.reschedule(series.id(), series.span(), recurrence, clock.instant());
    }

    /// Deletes an event or a whole series.
    public void delete(String id) {
        held.delete(kept(id), clock.instant());
    }

    /// The organizer calls a meeting, or a whole series, off.
    public abstract void cancelMeeting(String id);

    /// Changes what one instance of a series says.
    ///
    /// @param original any span that begins where the series' rule puts the instance
    public void updateInstance(String seriesId, Span original, UnaryOperator<EventDetails> change) {
        held.editInstance(kept(seriesId), Expansion.key(original), null, change, clock.instant());
    }

    /// Moves one instance of a series; its original start stays what it was.
    public void moveInstance(String seriesId, Span original, Span span) {
        held.editInstance(kept(seriesId), Expansion.key(original), span, details -> details, clock.instant());
    }

    /// Calls off one instance of a series.
    public void cancelInstance(String seriesId, Span original) {
        held.cancelInstance(kept(seriesId), Expansion.key(original), clock.instant());
    }

    /// Changes the calendar's name on the user's list.
    public void describe(String summary) {
        describe(facts -> facts.withSummary(summary), false);
    }

    /// Changes the user's role, which deltas of the list do not tell.
    ///
    /// @param role `owner`, `writer`, `reader` or `freeBusyReader`
    public void changeRole(String role) {
        describe(facts -> facts.withRole(role), true);
    }

    /// Takes the calendar away; its events can no longer be read.
    public void remove() {
        describe(CalendarFacts::asDeleted, false);
    }

    /// No cursor of this calendar that was given out before is known from now on.
    public void forgetCursors() {
        held.forgetCursors();
    }

    /// What a fresh full listing would give, series as their instances, by instance id.
    ///
    /// @param from null for no lower bound
    /// @param to   null for no upper bound
    public abstract Map<String, EventTruth> truth(@Nullable Instant from, @Nullable Instant to);

    /// @param silently the change is not worth a mention in the next delta of the list
    protected void describe(UnaryOperator<CalendarFacts> change, boolean silently) {
        account.describe(held.facts().id(), change, silently);
    }

    protected HeldCalendar held() {
        return held;
    }

    /// The address of whoever holds the calendar.
    protected String holder() {
        return account.email();
    }
}
