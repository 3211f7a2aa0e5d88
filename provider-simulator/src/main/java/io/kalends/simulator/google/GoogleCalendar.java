package io.kalends.simulator.google;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.http.Parameters;
import io.kalends.simulator.world.Account;
import io.kalends.simulator.world.CalendarFacts;
import io.kalends.simulator.world.EventDetails;
import io.kalends.simulator.world.Expansion;
import io.kalends.simulator.world.HeldCalendar;
import io.kalends.simulator.world.Recurrence;
import io.kalends.simulator.world.Span;

/// One calendar of a user, as the user edits it.
///
/// Edits of an event or series that is not there, or was deleted, throw [IllegalArgumentException].
public final class GoogleCalendar {
    private final Account account;
    private final HeldCalendar held;
    private final InstantSource clock;

    GoogleCalendar(Account account, HeldCalendar held, InstantSource clock) {
        this.account = account;
        this.held = held;
        this.clock = clock;
    }

    /// The id as the API writes it; of a primary calendar, the user's address.
    public String id() {
        return held.facts().id();
    }

    public CalendarFacts facts() {
        return held.facts();
    }

    /// @return the new event's id
    public String create(String title, Span span) {
        return create(span, EventDetails.titled(title));
    }

    /// @return the new event's id
    public String create(Span span, EventDetails details) {
        return held.create(span, null, details, clock.instant());
    }

    /// @param first the first occurrence
    /// @return the new series' id
    public String createSeries(Span first, Recurrence recurrence, EventDetails details) {
        return held.create(first, recurrence, details, clock.instant());
    }

    /// Changes what an event, or a whole series, says.
    public void update(String id, UnaryOperator<EventDetails> change) {
        held.edit(id, change, clock.instant());
    }

    public void rename(String id, String title) {
        update(id, details -> details.withTitle(title));
    }

    /// Moves a single event.
    public void move(String id, Span span) {
        held.reschedule(id, span, null, clock.instant());
    }

    /// Changes when a series takes place and how it repeats; also shortens or prolongs it.
    public void reschedule(String seriesId, Span first, Recurrence recurrence) {
        held.reschedule(seriesId, first, recurrence, clock.instant());
    }

    /// Shortens or prolongs a series.
    public void repeat(String seriesId, Recurrence recurrence) {
        var first = held.find(seriesId).orElseThrow(() -> unknown(seriesId)).span();
        held.reschedule(seriesId, first, recurrence, clock.instant());
    }

    /// Deletes an event or a whole series.
    public void delete(String id) {
        held.delete(id, clock.instant());
    }

    /// Changes what one instance of a series says.
    ///
    /// @param original any span that begins where the series' rule puts the instance
    public void updateInstance(String seriesId, Span original, UnaryOperator<EventDetails> change) {
        held.editInstance(seriesId, Expansion.key(original), null, change, clock.instant());
    }

    /// Moves one instance of a series; its original start stays what it was.
    public void moveInstance(String seriesId, Span original, Span span) {
        held.editInstance(seriesId, Expansion.key(original), span, details -> details, clock.instant());
    }

    /// Calls off one instance of a series.
    public void cancelInstance(String seriesId, Span original) {
        held.cancelInstance(seriesId, Expansion.key(original), clock.instant());
    }

    /// Changes the calendar's name on the user's list.
    public void describe(String summary) {
        account.describe(id(), facts -> facts.withSummary(summary), false);
    }

    /// Changes the user's role, which deltas of the list do not tell.
    ///
    /// @param role `owner`, `writer`, `reader` or `freeBusyReader`
    public void changeRole(String role) {
        account.describe(id(), facts -> facts.withRole(role), true);
    }

    public void hide(boolean hidden) {
        account.describe(id(), facts -> facts.withHidden(hidden), false);
    }

    /// Takes the calendar away; its events can no longer be read.
    public void remove() {
        account.describe(id(), CalendarFacts::asDeleted, false);
    }

    /// Every sync token of this calendar gives 410 from now on.
    public void forgetCursors() {
        held.forgetCursors();
    }

    /// What a fresh full listing with `singleEvents=true` would give, by instance id.
    ///
    /// @param timeMin null for no lower bound
    /// @param timeMax null for no upper bound
    public Map<String, EventTruth> truth(@Nullable Instant timeMin, @Nullable Instant timeMax) {
        var query = EventQuery.of(Parameters.parse("singleEvents=true"
                + (timeMin == null ? "" : "&timeMin=" + timeMin)
                + (timeMax == null ? "" : "&timeMax=" + timeMax)));
        var truth = new LinkedHashMap<String, EventTruth>();
        new EventListing(held.state(), held.expansion(), query)
                .full()
                .forEach(entry -> truth.put(entry.id(), EventTruth.of(entry, account.email())));
        return truth;
    }

    private static IllegalArgumentException unknown(String id) {
        return new IllegalArgumentException("there is no event " + id);
    }
}
