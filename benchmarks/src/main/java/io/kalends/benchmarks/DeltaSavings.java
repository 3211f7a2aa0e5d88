package io.kalends.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.kalends.core.calendar.EventWindow;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.provider.CalendarProvider;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.token.AccessToken;
import io.kalends.simulator.ProviderSimulator;
import io.kalends.simulator.SimulatorSettings;
import io.kalends.simulator.side.SimulatedUser;
import io.kalends.simulator.traffic.LoggedRequest;
import io.kalends.simulator.traffic.Vendor;

/// A day in the life of one calendar, read twice every 15 minutes: what changed, and everything.
///
/// Counted on the simulator's log of requests, so the same on every machine. Only pages of events count: tokens and
/// lists of calendars cost the same either way.
final class DeltaSavings {

    private static final int SYNCS = 96;
    private static final Duration INTERVAL = Duration.ofMinutes(15);
    private static final String ANNA = "anna.keller@example.com";

    /// A provider, read in pages of one size.
    record Reading(Vendor vendor, int pageSize) {

        /// At each provider's own size, and at ours where that is another.
        static final List<Reading> ALL = List.of(
                new Reading(Vendor.GOOGLE, 250), new Reading(Vendor.MICROSOFT, 10), new Reading(Vendor.MICROSOFT, 100));

        Door door(ProviderSimulator simulator, InstantSource clock) {
            return switch (vendor) {
                case GOOGLE -> Door.toGoogle(simulator.googleApiUrl(), pageSize, clock);
                case MICROSOFT -> Door.toMicrosoft(simulator.graphUrl(), pageSize, clock);
            };
        }

        SimulatedUser user(ProviderSimulator simulator) {
            return switch (vendor) {
                case GOOGLE -> simulator.google().addUser(ANNA);
                case MICROSOFT -> simulator.microsoft().addUser(ANNA);
            };
        }
    }

    /// What went over the wire.
    ///
    /// @param bytes of bodies as sent
    /// @param entries that the pages carried: events, and series where a provider lists them
    record Transfer(long calls, long bytes, long entries) {

        static final Transfer NONE = new Transfer(0, 0, 0);

        Transfer plus(Transfer more) {
            return new Transfer(calls + more.calls, bytes + more.bytes, entries + more.entries);
        }
    }

    /// One day both ways.
    record Savings(Reading reading, Transfer delta, Transfer full) {}

    private final ProviderSimulator simulator;
    private final SimulatedUser anna;
    private final CalendarProvider calendars;
    private final EventWindow window;

    private DeltaSavings(ProviderSimulator simulator, SimulatedUser anna, CalendarProvider calendars) {
        this.simulator = simulator;
        this.anna = anna;
        this.calendars = calendars;
        this.window = TypicalCalendar.WINDOW;
    }

    /// The same day for every reading there is.
    static List<Savings> ofADay() throws InterruptedException {
        var savings = new ArrayList<Savings>();
        for (var reading : Reading.ALL) {
            savings.add(ofADay(reading));
        }
        return savings;
    }

    private static Savings ofADay(Reading reading) throws InterruptedException {
        var now = new AtomicReference<>(TypicalCalendar.MORNING);
        try (var simulator = ProviderSimulator.start(SimulatorSettings.defaults(now::get));
                var door = reading.door(simulator, now::get)) {
            var anna = reading.user(simulator);
            var calendar = TypicalCalendar.filling(anna.primary());
            return new DeltaSavings(simulator, anna, door.calendars()).day(reading, calendar, now);
        }
    }

    private Savings day(Reading reading, TypicalCalendar calendar, AtomicReference<Instant> now)
            throws InterruptedException {
        var delta = Transfer.NONE;
        var full = Transfer.NONE;
        var cursor = walk(new Origin.Everything(window)).cursor();
        for (int sync = 1; sync <= SYNCS; sync++) {
            now.set(TypicalCalendar.MORNING.plus(INTERVAL.multipliedBy(sync)));
            calendar.live(sync);
            var changes = walk(new Origin.Since(cursor, window));
            cursor = changes.cursor();
            delta = delta.plus(counted(changes));
            full = full.plus(counted(walk(new Origin.Everything(window))));
        }
        return new Savings(reading, delta, full);
    }

    private Walk walk(Origin origin) throws InterruptedException {
        var token = new AccessToken(anna.issueAccessToken(), Duration.ofMinutes(30));
        simulator.requests().clear();
        return Walk.of(calendars, token, new CalendarId(anna.primary().id()), origin);
    }

    private Transfer counted(Walk walk) {
        var requests = simulator.requests().all();
        return new Transfer(
                requests.size(),
                requests.stream().mapToLong(LoggedRequest::bytes).sum(),
                walk.entries());
    }
}
