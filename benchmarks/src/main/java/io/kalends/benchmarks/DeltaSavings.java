package io.kalends.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import io.kalends.core.calendar.EventWindow;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.provider.CalendarProvider;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.token.AccessToken;
import io.kalends.simulator.ProviderSimulator;
import io.kalends.simulator.SimulatorSettings;
import io.kalends.simulator.google.GoogleUser;
import io.kalends.simulator.traffic.LoggedRequest;

/// A day in the life of one calendar, read twice every 15 minutes: what changed, and everything.
///
/// Counted on the simulator's log of requests, so the same on every machine. Only pages of events count: tokens and
/// lists of calendars cost the same either way.
final class DeltaSavings {

    private static final int SYNCS = 96;
    private static final Duration INTERVAL = Duration.ofMinutes(15);
    private static final CalendarId CALENDAR = new CalendarId("anna.keller@example.com");

    /// What went over the wire.
    ///
    /// @param bytes of bodies as sent
    record Transfer(long calls, long bytes, long events) {

        static final Transfer NONE = new Transfer(0, 0, 0);

        Transfer plus(Transfer more) {
            return new Transfer(calls + more.calls, bytes + more.bytes, events + more.events);
        }
    }

    /// One day both ways.
    record Savings(Transfer delta, Transfer full) {}

    private final ProviderSimulator simulator;
    private final GoogleUser anna;
    private final CalendarProvider calendars;
    private final EventWindow window;

    private DeltaSavings(ProviderSimulator simulator, GoogleUser anna, CalendarProvider calendars) {
        this.simulator = simulator;
        this.anna = anna;
        this.calendars = calendars;
        this.window = TypicalCalendar.WINDOW;
    }

    static Savings ofADay() throws InterruptedException {
        var now = new AtomicReference<>(TypicalCalendar.MORNING);
        try (var simulator = ProviderSimulator.start(SimulatorSettings.defaults(now::get));
                var google = GoogleDoor.to(simulator.googleApiUrl(), now::get)) {
            var anna = simulator.google().addUser(CALENDAR.value());
            var calendar = TypicalCalendar.filling(anna.primary());
            return new DeltaSavings(simulator, anna, google.calendars()).day(calendar, now);
        }
    }

    private Savings day(TypicalCalendar calendar, AtomicReference<Instant> now) throws InterruptedException {
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
        return new Savings(delta, full);
    }

    private Walk walk(Origin origin) throws InterruptedException {
        var token = new AccessToken(anna.issueAccessToken(), Duration.ofMinutes(30));
        simulator.requests().clear();
        return Walk.of(calendars, token, CALENDAR, origin);
    }

    private Transfer counted(Walk walk) {
        var requests = simulator.requests().all();
        return new Transfer(
                requests.size(),
                requests.stream().mapToLong(LoggedRequest::bytes).sum(),
                walk.events());
    }
}
