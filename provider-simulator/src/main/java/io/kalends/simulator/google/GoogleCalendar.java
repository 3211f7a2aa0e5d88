package io.kalends.simulator.google;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.http.Parameters;
import io.kalends.simulator.side.EventTruth;
import io.kalends.simulator.side.SimulatedCalendar;
import io.kalends.simulator.world.Account;
import io.kalends.simulator.world.HeldCalendar;

/// A calendar at Google.
public final class GoogleCalendar extends SimulatedCalendar {
    GoogleCalendar(Account account, HeldCalendar held, InstantSource clock) {
        super(account, held, clock);
    }

    /// The id as the API writes it; of a primary calendar, the user's address.
    @Override
    public String id() {
        return facts().id();
    }

    @Override
    protected String told(String heldId) {
        return heldId;
    }

    @Override
    protected String kept(String toldId) {
        return toldId;
    }

    /// The organizer calls a meeting, or a whole series, off; at Google that deletes it for everybody.
    @Override
    public void cancelMeeting(String id) {
        delete(id);
    }

    public void hide(boolean hidden) {
        describe(facts -> facts.withHidden(hidden), false);
    }

    /// What a fresh full listing with `singleEvents=true` would give, by instance id.
    ///
    /// @param timeMin null for no lower bound
    /// @param timeMax null for no upper bound
    @Override
    public Map<String, EventTruth> truth(@Nullable Instant timeMin, @Nullable Instant timeMax) {
        var query = EventQuery.of(Parameters.parse("singleEvents=true"
                + (timeMin == null ? "" : "&timeMin=" + timeMin)
                + (timeMax == null ? "" : "&timeMax=" + timeMax)));
        var truth = new LinkedHashMap<String, EventTruth>();
        new EventListing(held().state(), held().expansion(), query)
                .full()
                .forEach(entry -> truth.put(entry.id(), GoogleTruth.of(entry, holder())));
        return truth;
    }
}
