package io.kalends.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

import com.microsoft.graph.models.odataerrors.ODataError;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.NullUnmarked;

import io.kalends.simulator.microsoft.MicrosoftCalendar;
import io.kalends.simulator.microsoft.MicrosoftUser;
import io.kalends.simulator.world.Span;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

/// A simulator with one mailbox, and Microsoft's client to ask it.
@NullUnmarked // the client calls everything it returns nullable
final class MicrosoftStage implements AutoCloseable {
    static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    static final Instant FROM = MovableClock.NOON.minus(Duration.ofDays(30));
    static final Instant TO = MovableClock.NOON.plus(Duration.ofDays(60));

    final MovableClock clock = new MovableClock();
    final ProviderSimulator simulator = ProviderSimulator.start(SimulatorSettings.defaults(clock));
    final MicrosoftUser ben = simulator.microsoft().addUser("ben@example.com", BERLIN);
    final MicrosoftCalendar calendar = ben.primary();
    final GraphClient client = GraphClient.of(simulator, ben::issueAccessToken);
    final Wire wire = new Wire(simulator);

    DeltaRound round() {
        return client.inPagesOf(1000).round(calendar.id(), FROM, TO);
    }

    DeltaRound after(DeltaRound before) {
        return client.inPagesOf(1000).round(calendar.id(), before.deltaLink());
    }

    static ODataError refused(ThrowingCallable call) {
        return catchThrowableOfType(ODataError.class, call);
    }

    /// Status and code of a refusal.
    static String refusal(ThrowingCallable call) {
        var refused = refused(call);
        return refused.getResponseStatusCode() + " " + refused.getError().getCode();
    }

    /// An hour, some hours from now.
    Span hour(int hoursFromNow) {
        return Span.timed(clock.instant().plus(Duration.ofHours(hoursFromNow)), Duration.ofHours(1), BERLIN);
    }

    static Span day(String date) {
        return Span.days(LocalDate.parse(date), 1);
    }

    @Override
    public void close() {
        wire.close();
        simulator.close();
    }
}
