package io.kalends.worker.provider;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import io.kalends.simulator.world.EventDetails;
import io.kalends.simulator.world.Recurrence;
import io.kalends.simulator.world.Span;

import static io.kalends.worker.provider.Told.both;
import static io.kalends.worker.provider.Told.deleted;
import static io.kalends.worker.provider.Told.left;
import static io.kalends.worker.provider.Told.upserted;
import static org.assertj.core.api.Assertions.assertThat;

/// Series and their instances, in every way in which a provider may tell of them.
@EveryProvider
final class SeriesTest {

    private static final Span FIRST =
            Span.timed(Instant.parse("2026-11-23T08:00:00Z"), Duration.ofMinutes(15), Stage.BERLIN);
    private static final Span SECOND = FIRST.movedBy(Duration.ofDays(7));
    private static final Span THIRD = FIRST.movedBy(Duration.ofDays(14));
    private static final Recurrence FIVE_MONDAYS =
            Recurrence.weekly(DayOfWeek.MONDAY).times(5);
    private static final EventDetails STAND_UP = EventDetails.titled("Stand-up").withLocation("Kitchen");

    private final Stage stage;

    SeriesTest(Stage stage) {
        this.stage = stage;
    }

    private static String fiveMondays(ConnectedUser anna) {
        var series = anna.main().createSeries(FIRST, FIVE_MONDAYS, STAND_UP);
        anna.syncs();
        anna.told();
        assertThat(anna.instances(series)).hasSize(5);
        return series;
    }

    /// The instance that stands where the rule puts `original`.
    private static String instance(ConnectedUser anna, String series, Span original) {
        var start = original.startIn(Stage.BERLIN).toString();
        return anna.truth().values().stream()
                .filter(event -> series.equals(event.seriesId()) && start.equals(event.originalStart()))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        var left = new TreeSet<>(all);
        left.removeAll(some);
        return left;
    }

    @TestFactory
    Stream<DynamicTest> a_new_series_is_told_instance_by_instance() {
        return stage.everyWay(anna -> {
            anna.syncs();

            var series = anna.main().createSeries(FIRST, FIVE_MONDAYS, STAND_UP);
            anna.syncs();

            assertThat(anna.told()).containsExactlyInAnyOrderElementsOf(upserted(anna.instances(series)));
        });
    }

    @TestFactory
    Stream<DynamicTest> a_renamed_series_tells_each_of_its_instances_once() {
        return stage.everyWay(anna -> {
            var series = fiveMondays(anna);

            anna.main().rename(series, "Sit-down");
            anna.syncs();

            assertThat(anna.told()).containsExactlyInAnyOrderElementsOf(upserted(anna.instances(series)));
        });
    }

    @TestFactory
    Stream<DynamicTest> one_instance_moved_is_told_alone_and_knows_where_it_was() {
        return stage.everyWay(anna -> {
            var series = fiveMondays(anna);
            var second = instance(anna, series, SECOND);

            anna.main().moveInstance(series, SECOND, SECOND.movedBy(Duration.ofHours(3)));
            anna.syncs();

            assertThat(anna.told()).isEqualTo(upserted(second));
            assertThat(anna.held(second).originalStart()).isEqualTo(SECOND.startIn(Stage.BERLIN));
        });
    }

    @TestFactory
    Stream<DynamicTest> one_instance_that_says_something_else_is_told_alone() {
        return stage.everyWay(anna -> {
            var series = fiveMondays(anna);
            var second = instance(anna, series, SECOND);

            anna.main().updateInstance(series, SECOND, details -> details.withTitle("Stand-up with the board"));
            anna.syncs();

            assertThat(anna.told()).isEqualTo(upserted(second));
        });
    }

    @TestFactory
    Stream<DynamicTest> one_instance_moved_out_of_the_window_has_left_it() {
        return stage.everyWay(anna -> {
            var series = fiveMondays(anna);
            var second = instance(anna, series, SECOND);

            anna.main().moveInstance(series, SECOND, SECOND.movedBy(Duration.ofDays(730)));
            anna.syncs();

            assertThat(anna.told()).isEqualTo(left(second));
        });
    }

    @TestFactory
    Stream<DynamicTest> one_instance_called_off_is_deleted_and_the_others_stay() {
        return stage.everyWay(anna -> {
            var series = fiveMondays(anna);
            var second = instance(anna, series, SECOND);

            anna.main().cancelInstance(series, SECOND);
            anna.syncs();

            assertThat(anna.told()).isEqualTo(deleted(second));
        });
    }

    @TestFactory
    Stream<DynamicTest> an_instance_moved_and_another_called_off_are_both_told_and_nothing_else() {
        return stage.everyWay(anna -> {
            var series = fiveMondays(anna);
            var second = instance(anna, series, SECOND);
            var third = instance(anna, series, THIRD);

            anna.main().moveInstance(series, SECOND, SECOND.movedBy(Duration.ofHours(3)));
            anna.main().cancelInstance(series, THIRD);
            anna.syncs();

            assertThat(anna.told()).containsExactlyInAnyOrderElementsOf(both(upserted(second), deleted(third)));
        });
    }

    @TestFactory
    Stream<DynamicTest> a_moved_instance_keeps_its_own_place_when_the_series_is_renamed() {
        return stage.everyWay(anna -> {
            var series = fiveMondays(anna);
            anna.main().moveInstance(series, SECOND, SECOND.movedBy(Duration.ofHours(3)));
            anna.syncs();
            anna.told();

            anna.main().rename(series, "Sit-down");
            anna.syncs();

            assertThat(anna.instances(series)).hasSize(5);
        });
    }

    @TestFactory
    Stream<DynamicTest> a_shortened_series_has_its_tail_deleted() {
        return stage.everyWay(anna -> {
            var series = fiveMondays(anna);
            var before = anna.instances(series);

            anna.main().repeat(series, FIVE_MONDAYS.times(3));
            anna.syncs();

            var gone = without(before, anna.instances(series));
            assertThat(gone).hasSize(2);
            assertThat(anna.told()).containsExactlyInAnyOrderElementsOf(deleted(gone));
        });
    }

    @TestFactory
    Stream<DynamicTest> a_prolonged_series_tells_its_new_instances_only() {
        return stage.everyWay(anna -> {
            var series = fiveMondays(anna);
            var before = anna.instances(series);

            anna.main().repeat(series, FIVE_MONDAYS.times(8));
            anna.syncs();

            assertThat(anna.told())
                    .containsExactlyInAnyOrderElementsOf(upserted(without(anna.instances(series), before)));
        });
    }

    @TestFactory
    Stream<DynamicTest> a_series_moved_in_time_has_new_instances_in_place_of_the_old() {
        return stage.everyWay(anna -> {
            var series = fiveMondays(anna);
            var before = anna.instances(series);

            anna.main().reschedule(series, FIRST.movedBy(Duration.ofHours(2)), FIVE_MONDAYS);
            anna.syncs();

            assertThat(anna.told())
                    .containsExactlyInAnyOrderElementsOf(both(deleted(before), upserted(anna.instances(series))));
        });
    }

    @TestFactory
    Stream<DynamicTest> this_and_following_is_the_end_of_one_series_and_the_beginning_of_another() {
        return stage.everyWay(anna -> {
            var series = fiveMondays(anna);
            var before = anna.instances(series);

            anna.main().repeat(series, FIVE_MONDAYS.until(SECOND.startIn(Stage.BERLIN)));
            var following =
                    anna.main().createSeries(THIRD.movedBy(Duration.ofHours(1)), FIVE_MONDAYS.times(3), STAND_UP);
            anna.syncs();

            assertThat(anna.told())
                    .containsExactlyInAnyOrderElementsOf(both(
                            deleted(without(before, anna.instances(series))), upserted(anna.instances(following))));
        });
    }

    @TestFactory
    Stream<DynamicTest> a_deleted_series_deletes_each_of_its_instances_and_no_other_event() {
        return stage.everyWay(anna -> {
            anna.main().create("Lunch", FIRST);
            var series = fiveMondays(anna);
            var before = anna.instances(series);

            anna.main().delete(series);
            anna.syncs();

            assertThat(anna.told()).containsExactlyInAnyOrderElementsOf(deleted(before));
        });
    }

    @TestFactory
    Stream<DynamicTest> a_long_series_is_renamed_shortened_and_deleted_like_a_short_one() {
        return stage.everyWay(anna -> {
            var series = anna.main().createSeries(FIRST, Recurrence.daily().times(60), STAND_UP);
            anna.syncs();
            anna.told();
            var before = anna.instances(series);
            assertThat(before).hasSize(60);

            anna.main().rename(series, "Sit-down");
            anna.syncs();
            assertThat(anna.told()).containsExactlyInAnyOrderElementsOf(upserted(before));

            anna.main().repeat(series, Recurrence.daily().times(30));
            anna.syncs();
            assertThat(anna.told())
                    .containsExactlyInAnyOrderElementsOf(deleted(without(before, anna.instances(series))));

            var left = anna.instances(series);
            anna.main().delete(series);
            anna.syncs();
            assertThat(anna.told()).containsExactlyInAnyOrderElementsOf(deleted(left));
        });
    }

    @TestFactory
    Stream<DynamicTest> whole_days_repeat_like_anything_else() {
        return stage.everyWay(anna -> {
            var fridays = Span.days(LocalDate.parse("2026-11-27"), 1);
            var series = anna.main().createSeries(fridays, Recurrence.weekly().times(4), EventDetails.titled("Off"));
            anna.syncs();
            anna.told();
            var before = anna.instances(series);

            anna.main().cancelInstance(series, fridays.movedBy(Duration.ofDays(7)));
            anna.syncs();

            var gone = without(before, anna.instances(series));
            assertThat(gone).hasSize(1);
            assertThat(anna.told()).isEqualTo(deleted(gone));
        });
    }
}
