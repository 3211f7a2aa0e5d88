package io.kalends.worker.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest.Trigger;
import io.kalends.simulator.world.Span;

import static io.kalends.worker.provider.Told.deleted;
import static io.kalends.worker.provider.Told.left;
import static io.kalends.worker.provider.Told.upserted;
import static org.assertj.core.api.Assertions.assertThat;

/// Single events in the window, as they come, change and go.
@EveryProvider
final class ReadingTest {

    private static final Span TOMORROW =
            Span.timed(Instant.parse("2026-11-23T09:00:00Z"), Duration.ofHours(1), Stage.BERLIN);
    private static final Duration TWO_YEARS = Duration.ofDays(730);

    private final Stage stage;
    private final ConnectedUser anna;

    ReadingTest(Stage stage) {
        this.stage = stage;
        anna = stage.opens();
    }

    @Test
    void the_first_sync_holds_exactly_what_the_provider_holds_in_the_window() {
        stage.provider().keepPagesTo(stage.simulator(), 9);
        anna.mutate(60);

        anna.syncs();

        assertThat(anna.truth()).hasSizeGreaterThan(20);
        assertThat(anna.told())
                .containsExactlyInAnyOrderElementsOf(upserted(anna.truth().keySet()));
    }

    @Test
    void a_sync_of_an_empty_calendar_holds_nothing_and_tells_nothing() {
        anna.syncs();

        assertThat(anna.told()).isEmpty();
    }

    @Test
    void an_idle_sync_costs_exactly_one_call_and_tells_nothing() {
        anna.mutate(20);
        anna.syncs();
        anna.told();
        anna.forgetCalls();

        anna.syncs();

        assertThat(anna.calls()).hasSize(1);
        assertThat(anna.told()).isEmpty();
    }

    @Test
    void an_event_is_told_once_when_it_is_created_changed_moved_and_deleted() {
        anna.syncs();
        var lunch = anna.main().create("Lunch", TOMORROW);
        anna.syncs();
        assertThat(anna.told()).isEqualTo(upserted(lunch));

        anna.main().rename(lunch, "Late lunch");
        anna.syncs();
        assertThat(anna.told()).isEqualTo(upserted(lunch));

        anna.main().move(lunch, TOMORROW.movedBy(Duration.ofHours(2)));
        anna.syncs();
        assertThat(anna.told()).isEqualTo(upserted(lunch));

        anna.main().delete(lunch);
        anna.syncs();
        assertThat(anna.told()).isEqualTo(deleted(lunch));

        anna.syncs();
        assertThat(anna.told()).isEmpty();
    }

    @Test
    void many_changes_of_one_event_between_two_syncs_are_told_as_one() {
        var lunch = anna.main().create("Lunch", TOMORROW);
        anna.syncs();
        anna.told();

        anna.main().rename(lunch, "Brunch");
        anna.main().move(lunch, TOMORROW.movedBy(Duration.ofHours(-2)));
        anna.main().rename(lunch, "Breakfast");
        anna.syncs();

        assertThat(anna.told()).isEqualTo(upserted(lunch));
    }

    @Test
    void an_event_that_was_there_between_two_syncs_only_is_never_told_of() {
        anna.syncs();

        anna.main().delete(anna.main().create("Never mind", TOMORROW));
        anna.syncs();

        assertThat(anna.told()).isEmpty();
    }

    @Test
    void a_change_nobody_can_see_is_not_told_but_its_revision_is_held() {
        var lunch = anna.main().create("Lunch", TOMORROW);
        anna.syncs();
        anna.told();
        var before = anna.held(lunch).revision();

        anna.main().update(lunch, details -> details.withDescription("Bring your own"));
        anna.syncs();

        assertThat(anna.told()).isEmpty();
        assertThat(anna.held(lunch).revision()).isNotEqualTo(before);
    }

    @TestFactory
    Stream<DynamicTest> an_event_moved_out_of_the_window_has_left_it_and_comes_back_when_it_is_moved_back() {
        return stage.everyWay(user -> {
            var lunch = user.main().create("Lunch", TOMORROW);
            user.syncs();
            user.told();

            user.main().move(lunch, TOMORROW.movedBy(TWO_YEARS));
            user.syncs();
            assertThat(user.told()).isEqualTo(left(lunch));

            user.main().move(lunch, TOMORROW.movedBy(Duration.ofHours(1)));
            user.syncs();
            assertThat(user.told()).isEqualTo(upserted(lunch));
        });
    }

    @TestFactory
    Stream<DynamicTest> nothing_is_told_of_what_happens_outside_the_window() {
        return stage.everyWay(user -> {
            user.syncs();

            var jubilee = user.main().create("Jubilee", TOMORROW.movedBy(TWO_YEARS));
            user.syncs();
            user.main().rename(jubilee, "Grand jubilee");
            user.syncs();
            user.main().delete(jubilee);
            user.syncs();

            assertThat(user.told()).isEmpty();
        });
    }

    @Test
    void a_window_that_rolls_on_tells_only_what_came_in_and_what_was_left_behind() {
        anna.mutate(20);
        var stays = anna.main().create("Stays", TOMORROW);
        var leaves = anna.main().create("Leaves", TOMORROW.movedBy(Duration.ofDays(-90)));
        var comes = anna.main().create("Comes", TOMORROW.movedBy(Duration.ofDays(366)));
        anna.syncs();
        anna.told();
        var before = anna.truth();

        stage.clock().pass(Duration.ofDays(8));
        anna.syncs();

        var now = anna.truth();
        assertThat(before).containsKeys(stays, leaves).doesNotContainKey(comes);
        assertThat(now).containsKeys(stays, comes).doesNotContainKey(leaves);
        assertThat(anna.told())
                .containsExactlyInAnyOrderElementsOf(
                        Told.both(left(missing(before, now)), upserted(missing(now, before))));
    }

    @Test
    void a_resync_by_hand_reads_everything_and_tells_only_what_changed() {
        anna.mutate(30);
        anna.syncs();
        anna.told();

        anna.syncs(SyncMode.FULL, Trigger.MANUAL);

        assertThat(anna.lastEnded().stats().full()).isTrue();
        assertThat(anna.told()).isEmpty();
    }

    @Test
    void what_changes_while_everything_is_read_in_slices_is_not_missed() {
        stage.provider().keepPagesTo(stage.simulator(), 1);
        for (int n = 0; n < 30; n++) {
            anna.main().create("Meeting " + n, TOMORROW.movedBy(Duration.ofHours(n)));
        }

        anna.syncs();

        assertThat(anna.told()).hasSize(30);
        assertThat(anna.lastEnded().stats().providerCalls()).isGreaterThanOrEqualTo(31);
    }

    private static String[] missing(Map<String, ?> from, Map<String, ?> in) {
        return from.keySet().stream().filter(id -> !in.containsKey(id)).toArray(String[]::new);
    }
}
