package io.kalends.simulator.microsoft;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.side.EventTruth;
import io.kalends.simulator.side.SimulatedCalendar;
import io.kalends.simulator.world.Account;
import io.kalends.simulator.world.HeldCalendar;
import io.kalends.simulator.world.Window;

/// A calendar at Microsoft. Ids of events are immutable ones; the other form is understood too.
public final class MicrosoftCalendar extends SimulatedCalendar {
    MicrosoftCalendar(Account account, HeldCalendar held, InstantSource clock) {
        super(account, held, clock);
    }

    @Override
    public String id() {
        return GraphIds.calendar(facts().id());
    }

    @Override
    protected String told(String heldId) {
        return GraphIds.event(heldId, true);
    }

    @Override
    protected String kept(String toldId) {
        return GraphIds.heldEvent(toldId)
                .orElseThrow(() -> new IllegalArgumentException("\"" + toldId + "\" is no event's id"));
    }

    /// The organizer calls a meeting, or a whole series, off; it stays listed, as `isCancelled`.
    @Override
    public void cancelMeeting(String id) {
        update(id, details -> details.withTitle("Canceled: " + details.title()).withCalledOff(true));
    }

    @Override
    public Map<String, EventTruth> truth(@Nullable Instant from, @Nullable Instant to) {
        var truth = new LinkedHashMap<String, EventTruth>();
        EventsResource.items(held(), new Window(from, to)).stream()
                .map(item -> MicrosoftTruth.of(item.entry(), facts(), holder()))
                .forEach(event -> truth.put(event.id(), event));
        return truth;
    }
}
