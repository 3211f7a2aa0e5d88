package io.kalends.worker.provider;

import java.util.ArrayList;
import java.util.stream.LongStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.kalends.core.connection.Provider;
import io.kalends.core.plan.Brake;
import io.kalends.worker.persistence.JdbcUnderTruth;

import static org.assertj.core.api.Assertions.assertThat;

/// Plays random histories over both stores. How many and from which seed on say the system properties
/// `kalends.fuzz.histories` and `kalends.fuzz.seed`; a failure names its seed, and one history from that seed replays
/// it.
class TruthFuzzTest {

    private static final int HISTORIES = Integer.getInteger("kalends.fuzz.histories", 40);
    private static final long FIRST_SEED = Long.getLong("kalends.fuzz.seed", 1);

    private static final Brake EVERY_DELETION = new Brake(0, 0);

    /// PostgreSQL takes its time: one history in so many is played on it as well.
    private static final int ONE_IN = 4;

    @ParameterizedTest(name = "{0}")
    @EnumSource(Provider.class)
    void whatever_happens_what_was_told_equals_what_the_provider_holds(Provider provider) throws InterruptedException {
        try (var underTruth = new ProviderUnderTruth(provider);
                var store = new MemoryUnderTruth(underTruth.clock, Brake.OFF)) {
            play(underTruth, store, HISTORIES);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Provider.class)
    void whatever_happens_the_database_and_its_outbox_equal_what_the_provider_holds(Provider provider)
            throws InterruptedException {
        try (var underTruth = new ProviderUnderTruth(provider);
                var store = new JdbcUnderTruth(Brake.OFF)) {
            play(underTruth, store, Math.ceilDiv(HISTORIES, ONE_IN));
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Provider.class)
    void whatever_happens_nothing_is_deleted_unless_a_person_says_so(Provider provider) throws InterruptedException {
        try (var underTruth = new ProviderUnderTruth(provider);
                var store = new MemoryUnderTruth(underTruth.clock, EVERY_DELETION)) {
            play(underTruth, store, HISTORIES);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Provider.class)
    void whatever_happens_the_database_deletes_nothing_unless_a_person_says_so(Provider provider)
            throws InterruptedException {
        try (var underTruth = new ProviderUnderTruth(provider);
                var store = new JdbcUnderTruth(EVERY_DELETION)) {
            play(underTruth, store, Math.ceilDiv(HISTORIES, ONE_IN));
        }
    }

    private static void play(ProviderUnderTruth provider, StoreUnderTruth store, int histories)
            throws InterruptedException {
        var divergences = new ArrayList<String>();
        for (var seed : LongStream.range(FIRST_SEED, FIRST_SEED + histories).toArray()) {
            for (var finding : RandomHistory.play(provider, store, seed)) {
                divergences.add("seed " + seed + " " + finding);
            }
        }
        System.out.printf(
                "%d histories of %s in %s, seeds %d to %d: %d diverge%n",
                histories,
                provider.at.provider().id(),
                store.getClass().getSimpleName(),
                FIRST_SEED,
                FIRST_SEED + histories - 1,
                divergences.size());

        assertThat(divergences)
                .as("replay one with ./kalends fuzz --seed=… --histories=1")
                .isEmpty();
    }
}
