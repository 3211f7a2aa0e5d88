package io.kalends.core.sync;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.kalends.core.memory.Emitted;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest.Trigger;
import io.kalends.core.sync.SyncRun.Handled;

import static org.assertj.core.api.Assertions.assertThat;

/// However little a provider says, each run that completes leaves the CRM with exactly the provider's meetings.
class SilentProviderTest extends RunStage {

    private static final int RUNS = 60;

    @ParameterizedTest(name = "history {0}")
    @MethodSource("seeds")
    void after_each_completed_run_the_crm_has_the_providers_meetings_and_no_others(long seed) throws Exception {
        var random = new Random(seed);
        var provider = new SilentProvider(random);
        var sync = run(new Budget(3, Duration.ofSeconds(20), 50, Budget.UNPACED), () -> {}, provider);
        var completed = 0;
        var goesOn = false;

        for (int number = 0; number < RUNS; number++) {
            provider.failing(random.nextInt(3) == 0);
            if (!goesOn) {
                for (int i = random.nextInt(4); i > 0; i--) {
                    provider.live();
                }
            }
            now = now.plus(Duration.ofHours(random.nextInt(12)));
            var mode = random.nextInt(10) == 0 ? SyncMode.FULL : SyncMode.DELTA;
            var handled =
                    sync.handle(List.of(request("r" + number, mode, goesOn ? Trigger.CONTINUATION : Trigger.MANUAL)));
            goesOn = handled != Handled.COMPLETED;
            if (handled == Handled.COMPLETED) {
                completed++;
                assertThat(titles()).as("seed %d, run %d", seed, number).isEqualTo(provider.meetings());
            }
            assertThat(told()).as("seed %d, run %d", seed, number).isEqualTo(titles());
        }

        assertThat(completed).as("runs that completed").isGreaterThan(10);
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    private Map<String, String> titles() {
        var titles = new TreeMap<String, String>();
        held().forEach((id, event) -> titles.put(id, String.valueOf(event.title())));
        return titles;
    }

    /// What the fold of everything told about events comes to.
    private Map<String, String> told() {
        var fold = new TreeMap<String, String>();
        for (var emitted : store.emitted(ANNA)) {
            if (emitted instanceof Emitted.EventChanged change) {
                if (change.event() == null) {
                    fold.remove(change.eventId());
                } else {
                    fold.put(change.eventId(), String.valueOf(change.event().title()));
                }
            }
        }
        return fold;
    }
}
