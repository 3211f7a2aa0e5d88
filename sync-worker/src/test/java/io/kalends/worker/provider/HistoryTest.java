package io.kalends.worker.provider;

import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// People at work for weeks, in every way in which a provider may tell of it.
@EveryProvider
final class HistoryTest {

    private static final int ROUNDS = 8;

    private final Stage stage;

    HistoryTest(Stage stage) {
        this.stage = stage;
    }

    @TestFactory
    Stream<DynamicTest> after_every_sync_of_a_random_history_we_hold_and_have_told_the_truth() {
        return stage.everyWay(anna -> {
            anna.mutate(40);
            anna.syncs();

            for (int round = 0; round < ROUNDS; round++) {
                stage.clock().pass(Duration.ofHours(11));
                anna.mutate(12);
                anna.syncs();
            }
        });
    }
}
