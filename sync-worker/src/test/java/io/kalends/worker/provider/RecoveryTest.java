package io.kalends.worker.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import io.kalends.core.connection.FailureReason;
import io.kalends.simulator.script.Fault;
import io.kalends.simulator.script.RequestMatch;
import io.kalends.simulator.traffic.RequestKind;
import io.kalends.simulator.world.Span;

import static io.kalends.worker.provider.Told.both;
import static io.kalends.worker.provider.Told.deleted;
import static io.kalends.worker.provider.Told.upserted;
import static org.assertj.core.api.Assertions.assertThat;

/// A provider that loses the place up to which we have read, in every shape in which it says so.
@EveryProvider
final class RecoveryTest {

    private static final Span TOMORROW =
            Span.timed(Instant.parse("2026-11-23T09:00:00Z"), Duration.ofHours(1), Stage.BERLIN);

    private final Stage stage;

    RecoveryTest(Stage stage) {
        this.stage = stage;
    }

    @TestFactory
    Stream<DynamicTest> a_lost_place_becomes_a_full_reading_in_the_same_run_that_tells_only_what_changed_meanwhile() {
        return stage.everyLoss((anna, loss) -> {
            anna.mutate(15);
            var off = anna.main().create("Called off", TOMORROW);
            var changed = anna.main().create("Changed", TOMORROW);
            anna.syncs();
            anna.told();
            var runs = anna.requests();

            anna.main().delete(off);
            anna.main().rename(changed, "Changed indeed");
            var added = anna.main().create("Added", TOMORROW);
            stage.clock().pass(Duration.ofHours(1));
            loss.lose().accept(anna);
            anna.syncs();

            assertThat(anna.requests()).isEqualTo(runs + 1);
            assertThat(anna.lastEnded().stats().full()).isTrue();
            assertThat(anna.told()).containsExactlyInAnyOrderElementsOf(both(deleted(off), upserted(changed, added)));
        });
    }

    @TestFactory
    Stream<DynamicTest> after_a_lost_place_an_idle_sync_costs_one_call_again() {
        return stage.everyLoss((anna, loss) -> {
            anna.mutate(10);
            anna.syncs();
            stage.clock().pass(Duration.ofHours(1));
            loss.lose().accept(anna);
            anna.syncs();
            anna.forgetCalls();
            anna.told();

            anna.syncs();

            assertThat(anna.calls()).hasSize(1);
            assertThat(anna.told()).isEmpty();
        });
    }

    @Test
    void a_place_lost_twice_in_one_run_fails_loudly_and_the_next_run_heals() {
        var anna = stage.opens();
        anna.mutate(10);
        anna.syncs();
        anna.told();

        var added = anna.main().create("Added", TOMORROW);
        stage.spoil(anna, stage.provider().placeLost());
        assertThat(anna.fails().reason()).isEqualTo(FailureReason.CURSOR_LOST_TWICE);
        assertThat(anna.calls(RequestKind.EVENTS))
                .as("with the first sync's one")
                .hasSize(3);
        stage.calm();
        anna.syncs();

        assertThat(anna.told()).isEqualTo(upserted(added));
    }

    @Test
    void a_place_lost_in_the_middle_of_the_first_reading_tells_nothing_twice() {
        var anna = stage.opens();
        stage.provider().keepPagesTo(stage.simulator(), 3);
        for (int n = 0; n < 12; n++) {
            anna.main().create("Meeting " + n, TOMORROW.movedBy(Duration.ofHours(n)));
        }
        stage.spoil(
                RequestMatch.on(RequestKind.EVENTS)
                        .ofUser(anna.user().email())
                        .fromNth(3)
                        .once(),
                new Fault.ForgetCursors());

        anna.syncs();

        assertThat(anna.told()).hasSize(12).doesNotHaveDuplicates();
    }
}
