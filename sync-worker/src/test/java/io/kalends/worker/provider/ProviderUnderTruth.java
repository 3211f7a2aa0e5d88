package io.kalends.worker.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

import io.kalends.core.connection.Provider;
import io.kalends.core.provider.CalendarProvider;
import io.kalends.core.sync.ShortRetries;
import io.kalends.core.token.TokenEndpoint;
import io.kalends.simulator.ProviderSimulator;
import io.kalends.simulator.SimulatorSettings;
import io.kalends.simulator.side.ProviderSide;
import io.kalends.worker.http.ProviderCalls;

/// One provider whose habits change from history to history: its simulator, and the worker's own adapter in front of
/// it.
final class ProviderUnderTruth implements AutoCloseable {

    private static final int MOST_REQUESTS = 2_000;
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final int MOST_QUIRKS = 3;

    final ProviderUnderTest at;
    final OwnClock clock = new OwnClock(Instant.EPOCH);
    final ProviderSimulator simulator;
    private final AnnotationConfigApplicationContext room = new AnnotationConfigApplicationContext();
    private final ProviderUnderTest.Doors doors;

    ProviderUnderTruth(Provider provider) {
        at = EveryProvider.Stages.inPlay(provider);
        simulator = ProviderSimulator.start(
                SimulatorSettings.defaults(clock).withSeed(7).withRequestsKept(MOST_REQUESTS));
        room.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("truth", at.settings(simulator, DEADLINE)));
        room.registerBean(Engine.Ports.class, () -> new Engine.Ports(clock));
        room.scan(at.room(), ProviderCalls.class.getPackageName());
        room.refresh();
        doors = at.doors(room);
    }

    ProviderSide<?> side() {
        return at.side(simulator);
    }

    CalendarProvider calendars() {
        return doors.calendars();
    }

    TokenEndpoint tokens() {
        return doors.tokens();
    }

    ShortRetries retries() {
        return room.getBean(ShortRetries.class);
    }

    /// Lets the provider do what its documents leave open in some of the ways that were seen.
    void takeHabits(SplittableRandom random) {
        at.playByTheUsualRules(simulator);
        at.keepPagesTo(simulator, random.nextInt(7, 60));
        var places = at.lostPlaces();
        places.get(random.nextInt(places.size())).rules().accept(simulator);
        var quirks = at.quirks();
        for (int left = random.nextInt(MOST_QUIRKS + 1); left > 0; left--) {
            quirks.get(random.nextInt(quirks.size())).rules().accept(simulator);
        }
        if (random.nextInt(4) == 0) {
            at.rotateRefreshTokens(simulator);
        }
    }

    @Override
    public void close() {
        room.close();
        simulator.close();
    }
}
