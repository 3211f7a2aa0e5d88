package io.kalends.worker.truth;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.kalends.core.connection.Provider;

import static org.assertj.core.api.Assertions.assertThat;

/// Plays random histories. How many and from which seed on say the system properties `kalends.fuzz.histories` and
/// `kalends.fuzz.seed`; a failure names its seed, and one history from that seed replays it.
class TruthFuzzTest {

    private static final Logger log = LoggerFactory.getLogger(TruthFuzzTest.class);

    private static final int HISTORIES = Integer.getInteger("kalends.fuzz.histories", 60);
    private static final long FIRST_SEED = Long.getLong("kalends.fuzz.seed", 1);

    @ParameterizedTest(name = "{0}")
    @EnumSource(Provider.class)
    void whatever_happens_what_was_told_equals_what_the_provider_holds(Provider provider) throws InterruptedException {
        var divergences = new ArrayList<String>();
        try (var underTruth = ProviderUnderTruth.of(provider)) {
            for (var seed : LongStream.range(FIRST_SEED, FIRST_SEED + HISTORIES).toArray()) {
                for (var finding : History.play(underTruth, seed)) {
                    divergences.add("seed " + seed + " " + finding);
                }
            }
        }
        log.info(
                "{} histories at {}, seeds {} to {}: {} diverge",
                HISTORIES,
                provider.id(),
                FIRST_SEED,
                FIRST_SEED + HISTORIES - 1,
                divergences.size());

        assertThat(divergences).as("replay one with -Dkalends.fuzz.seed=... -Dkalends.fuzz.histories=1").isEmpty();
    }
}
