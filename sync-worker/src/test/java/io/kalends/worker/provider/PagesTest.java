package io.kalends.worker.provider;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import io.kalends.core.connection.FailureReason.Category;
import io.kalends.simulator.script.Fault;
import io.kalends.simulator.script.PageTwist;
import io.kalends.simulator.script.RequestMatch;
import io.kalends.simulator.traffic.RequestKind;
import io.kalends.simulator.world.EventDetails;
import io.kalends.simulator.world.Recurrence;
import io.kalends.simulator.world.Span;

import static io.kalends.worker.provider.Told.both;
import static io.kalends.worker.provider.Told.deleted;
import static io.kalends.worker.provider.Told.upserted;
import static org.assertj.core.api.Assertions.assertThat;

/// The right events in wrong pages.
@EveryProvider
final class PagesTest {

    private static final Span TOMORROW =
            Span.timed(Instant.parse("2026-11-23T09:00:00Z"), Duration.ofHours(1), Stage.BERLIN);
    private static final int TRIES = 4;

    private final Stage stage;
    private final ConnectedUser anna;

    PagesTest(Stage stage) {
        this.stage = stage;
        anna = stage.opens();
        stage.provider().keepPagesTo(stage.simulator(), 4);
    }

    private void twist(PageTwist twist) {
        stage.spoil(RequestMatch.on(RequestKind.EVENTS).ofUser(anna.user().email()), new Fault.Pages(twist));
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"ENDLESS", "SAME_PAGE", "NO_SYNC_TOKEN"})
    void pages_that_repeat_shuffle_or_waste_are_read_for_what_they_say(PageTwist twist) {
        anna.mutate(10);
        twist(twist);
        var lunch = anna.main().create("Lunch", TOMORROW);
        var series = anna.main()
                .createSeries(TOMORROW, Recurrence.weekly(DayOfWeek.MONDAY).times(6), EventDetails.titled("Stand-up"));
        anna.syncs();
        anna.told();
        var instances = anna.instances(series);

        anna.main().rename(series, "Sit-down");
        anna.main().delete(lunch);
        anna.syncs();

        assertThat(anna.told()).containsExactlyInAnyOrderElementsOf(both(deleted(lunch), upserted(instances)));
    }

    @ParameterizedTest
    @EnumSource(names = {"ENDLESS", "SAME_PAGE", "NO_SYNC_TOKEN"})
    void pages_that_lead_nowhere_are_given_up_and_the_next_run_tells_nothing_twice(PageTwist twist) {
        for (int n = 0; n < 10; n++) {
            anna.main().create("Meeting " + n, TOMORROW.movedBy(Duration.ofHours(n)));
        }
        twist(twist);

        assertThat(anna.fails().reason().category()).isEqualTo(Category.TRANSIENT);
        assertThat(anna.calls(RequestKind.EVENTS)).hasSizeLessThanOrEqualTo(Engine.BUDGET.walkPages() + TRIES);
        stage.calm();
        anna.syncs();

        assertThat(anna.told()).hasSize(10).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(names = {"ENDLESS", "SAME_PAGE", "NO_SYNC_TOKEN"})
    void changes_that_lead_nowhere_are_given_up_and_not_lost(PageTwist twist) {
        anna.mutate(10);
        anna.syncs();
        anna.told();

        twist(twist);
        var lunch = anna.main().create("Lunch", TOMORROW);
        assertThat(anna.fails().reason().category()).isEqualTo(Category.TRANSIENT);
        stage.calm();
        anna.syncs();

        assertThat(anna.told()).isEqualTo(upserted(lunch));
    }

    @Test
    void one_user_in_circles_keeps_no_other_from_being_read() {
        var ben = stage.another();
        twist(PageTwist.ENDLESS);
        ben.mutate(10);

        anna.fails();
        ben.syncs();

        assertThat(ben.told()).isNotEmpty();
    }
}
