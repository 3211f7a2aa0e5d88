package io.kalends.simulator;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.TreeMap;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.kalends.simulator.google.GoogleRules;

import static org.assertj.core.api.Assertions.assertThat;

class DifferentialTest {
    private static final Instant FROM = MovableClock.NOON.minus(Duration.ofDays(90));
    private static final Instant TO = MovableClock.NOON.plus(Duration.ofDays(365));
    private static final int ROUNDS = 25;

    @ParameterizedTest(name = "seed {0}, deltas filtered: {1}, page of {2}")
    @CsvSource({"1, false, 250", "2, false, 7", "3, true, 250", "4, true, 13", "5, false, 2500", "6, true, 3"})
    void a_copy_kept_in_step_by_sync_tokens_equals_a_fresh_reading(long seed, boolean filtered, int pageSize)
            throws IOException {
        var clock = new MovableClock();
        var settings = SimulatorSettings.defaults(clock)
                .withSeed(seed)
                .withGoogle(GoogleRules.defaults()
                        .withDeltasFilteredToWindow(filtered)
                        .withAccessTokenLife(Duration.ofDays(2)));
        try (var simulator = ProviderSimulator.start(settings)) {
            var user = simulator.google().addUser("anna@example.com", ZoneOffset.UTC);
            simulator.google().mutate(user, 40);
            var client = GoogleClient.of(simulator, user).calendar();
            var copy = new LocalCopy(client, "primary", FROM, TO);

            for (var round = 0; round < ROUNDS; round++) {
                copy.sync(pageSize);
                var fresh = new LocalCopy(client, "primary", FROM, TO);
                fresh.sync(2500);

                assertThat(copy.events()).as("seed %d, round %d", seed, round).isEqualTo(fresh.events());
                assertThat(new TreeMap<>(user.primary().truth(FROM, TO)).keySet())
                        .as("the simulator's books, seed %d, round %d", seed, round)
                        .isEqualTo(fresh.events().keySet());
                clock.advance(Duration.ofMinutes(7));
                simulator.google().mutate(user, 1 + round % 9);
            }
        }
    }
}
