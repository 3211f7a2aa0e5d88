package io.kalends.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.kalends.simulator.microsoft.MicrosoftRules;
import io.kalends.simulator.microsoft.MicrosoftUser;
import io.kalends.simulator.microsoft.SeriesRules.DeletedOccurrence;
import io.kalends.simulator.microsoft.SeriesRules.DeletedSeries;
import io.kalends.simulator.microsoft.SeriesRules.EditedMaster;
import io.kalends.simulator.microsoft.SeriesRules.EditedOccurrence;
import io.kalends.simulator.side.EventTruth;

import static org.assertj.core.api.Assertions.assertThat;

class GraphDifferentialTest {
    private static final Instant FROM = MovableClock.NOON.minus(Duration.ofDays(90));
    private static final Instant TO = MovableClock.NOON.plus(Duration.ofDays(365));
    private static final int ROUNDS = 8;

    @ParameterizedTest(name = "seed {0}, masters listed: {1}, told outside: {2}, a deleted series is told as {3}")
    @CsvSource({
        "1, true, true, MASTER, 100",
        "2, false, true, BOTH, 40",
        "3, true, false, OCCURRENCES, 25",
        "4, false, false, MASTER, 90"
    })
    void a_copy_that_takes_what_a_round_says_of_a_series_as_all_of_it_equals_a_fresh_reading(
            long seed, boolean mastersListed, boolean outside, DeletedSeries deleted, int pageSize) {
        try (var history = new History(
                seed,
                rules -> rules.withMastersListed(mastersListed)
                        .withRemovedOutsideWindow(outside)
                        .withDeletedSeries(deleted))) {
            history.follow(history.copy(pageSize, false));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("kindsOfRules")
    void a_copy_that_asks_for_the_instances_of_every_series_mentioned_equals_a_fresh_reading_under_any_rules(
            long seed, MicrosoftRules rules) {
        try (var history = new History(seed, _ -> rules)) {
            history.follow(history.copy(50, true));
        }
    }

    @ParameterizedTest(name = "seed {0}, page of {1}")
    @CsvSource({"31, 20", "32, 60"})
    void edits_between_two_pages_are_never_lost(long seed, int pageSize) {
        try (var history = new History(seed, UnaryOperator.identity())) {
            var copy = history.copy(pageSize, false);

            for (var round = 0; round < ROUNDS; round++) {
                copy.sync(() -> history.goOn(1));
                copy.sync(() -> {});

                assertThat(copy.told()).as("seed %d, round %d", seed, round).isEqualTo(copy.fresh());
                history.goOn(3);
            }
            assertThat(copy.told()).isNotEmpty();
        }
    }

    private static Stream<Arguments> kindsOfRules() {
        return IntStream.range(0, 8).mapToObj(number -> Arguments.of(number + 11L, kindOfRules(number)));
    }

    /// Every value of every rule, in mixed company.
    private static MicrosoftRules kindOfRules(int number) {
        return MicrosoftRules.defaults()
                .withMastersListed(number % 2 == 0)
                .withDeletedOccurrence(nth(DeletedOccurrence.class, number))
                .withEditedOccurrence(nth(EditedOccurrence.class, number / 2))
                .withEditedMaster(nth(EditedMaster.class, number / 4))
                .withDeletedSeries(nth(DeletedSeries.class, number + 1))
                .withRemovedOutsideWindow(number % 3 == 0)
                .withMovedOutIsChanged(number % 2 == 1);
    }

    private static <E extends Enum<E>> E nth(Class<E> rule, int number) {
        var values = List.copyOf(EnumSet.allOf(rule));
        return values.get(number % values.size());
    }

    /// A mailbox that goes on changing, from a seed.
    private static final class History implements AutoCloseable {
        private final MovableClock clock = new MovableClock();
        private final long seed;
        private final ProviderSimulator simulator;
        private final MicrosoftUser user;
        private final GraphClient client;

        History(long seed, UnaryOperator<MicrosoftRules> rules) {
            this.seed = seed;
            simulator = ProviderSimulator.start(SimulatorSettings.defaults(clock)
                    .withSeed(seed)
                    .withMicrosoft(rules.apply(MicrosoftRules.defaults()).withAccessTokenLife(Duration.ofDays(2))));
            user = simulator.microsoft().addUser("ben@example.com", ZoneOffset.UTC);
            simulator.microsoft().mutate(user, 40);
            var token = user.issueAccessToken();
            client = GraphClient.of(simulator, () -> token);
        }

        GraphCopy copy(int pageSize, boolean asksForInstances) {
            return new GraphCopy(client.inPagesOf(pageSize), user.primary().id(), FROM, TO, asksForInstances);
        }

        /// Syncs and compares, round by round, with a fresh reading and with the simulator's books.
        void follow(GraphCopy copy) {
            for (var round = 0; round < ROUNDS; round++) {
                copy.sync(() -> {});

                assertThat(copy.told()).as("seed %d, round %d", seed, round).isEqualTo(copy.fresh());
                assertThat(copy.etags())
                        .as("the simulator's books, seed %d, round %d", seed, round)
                        .isEqualTo(books());
                goOn(1 + round % 9);
            }
            assertThat(copy.told()).isNotEmpty();
        }

        private Map<String, String> books() {
            return user.primary().truth(FROM, TO).values().stream()
                    .collect(Collectors.toMap(EventTruth::id, EventTruth::etag));
        }

        void goOn(int edits) {
            clock.advance(Duration.ofMinutes(1));
            simulator.microsoft().mutate(user, edits);
        }

        @Override
        public void close() {
            simulator.close();
        }
    }
}
