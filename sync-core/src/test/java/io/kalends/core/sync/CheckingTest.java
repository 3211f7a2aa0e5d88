package io.kalends.core.sync;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.kalends.core.connection.FailureReason;
import io.kalends.core.provider.Answer;
import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.provider.CalendarList;
import io.kalends.core.provider.Instances;
import io.kalends.core.provider.PageRequest;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest.Trigger;
import io.kalends.core.sync.SyncRun.Handled;

import static org.assertj.core.api.Assertions.assertThat;

/// A delta whose pages are read and whose series are not all checked yet: what interrupts it, and what becomes of it.
class CheckingTest extends RunStage {

    @Test
    void a_slice_that_ends_between_two_checks_goes_on_with_the_second_and_reads_no_page_again() throws Exception {
        twoSeriesToCheck();
        google.answersInstances("choir", someOf("choir"), () -> now = now.plusSeconds(60));
        google.listsInstances("yoga", instance("yoga", 1, "Yoga"));

        var first = sync("r2");
        var cursorMidway = since();
        var second = goOn("r3");

        assertThat(List.of(first, second)).containsExactly(Handled.DEFERRED, Handled.COMPLETED);
        assertThat(google.asked).hasSize(1);
        assertThat(google.instancesOf).containsExactly("choir", "yoga");
        assertThat(changesAfter(4)).containsExactly("DELETED choir-2", "DELETED yoga-2");
        assertThat(cursorMidway).isEqualTo("cursor-1");
        assertThat(since()).isEqualTo("cursor-2");
    }

    @Test
    void a_check_that_fails_is_made_again_by_the_next_run_which_reads_no_page_again() throws Exception {
        twoSeriesToCheck();
        google.answersInstances("choir", down(), () -> {});
        google.listsInstances("choir", instance("choir", 1, "Choir"));
        google.listsInstances("yoga", instance("yoga", 1, "Yoga"));
        google.answers(last("cursor-3"));

        sync("r2");
        sync("r3", SyncMode.DELTA, Trigger.RETRY);

        assertThat(failure("r2").reason()).isEqualTo(FailureReason.PROVIDER_UNAVAILABLE);
        assertThat(cursorsAsked()).containsExactly("cursor-1", "cursor-2");
        assertThat(held()).containsOnlyKeys("choir-1", "yoga-1");
    }

    @Test
    void a_worker_that_loses_the_connection_during_a_check_writes_nothing_and_the_next_one_checks() throws Exception {
        twoSeriesToCheck();
        google.answersInstances(
                "choir",
                someOf("choir"),
                () -> store.claim(List.of(request("other", SyncMode.DELTA, Trigger.SCHEDULE))));

        var lost = sync("r2");
        var untouched = held().keySet();
        google.listsInstances("choir", instance("choir", 1, "Choir"));
        google.listsInstances("yoga", instance("yoga", 1, "Yoga"));
        google.answers(last("cursor-3"));
        sync("r3");

        assertThat(lost).isEqualTo(Handled.FENCED);
        assertThat(untouched).containsExactlyInAnyOrder("choir-1", "choir-2", "yoga-1", "yoga-2");
        assertThat(held()).containsOnlyKeys("choir-1", "yoga-1");
        assertThat(cursorsAsked()).containsExactly("cursor-1", "cursor-2");
    }

    @Test
    void whoever_asks_for_everything_during_a_check_gets_everything_and_nothing_is_left_to_check() throws Exception {
        twoSeriesToCheck();
        google.answersInstances("choir", down(), () -> {});
        sync("r2");
        google.answers(last("cursor-9", instance("choir", 1, "Choir"), instance("yoga", 2, "Yoga")));
        google.answers(last("cursor-10"));

        sync("r3", SyncMode.FULL, Trigger.MANUAL);
        sync("r4");

        assertThat(held()).containsOnlyKeys("choir-1", "yoga-2");
        assertThat(google.instancesOf).containsExactly("choir");
        assertThat(google.asked.stream()
                        .map(PageRequest::origin)
                        .map(Object::getClass)
                        .map(Class::getSimpleName))
                .containsExactly("Since", "Everything", "Since");
        assertThat(since()).isEqualTo("cursor-10");
    }

    @Test
    void a_series_that_can_never_be_checked_keeps_its_calendar_back_for_a_few_runs_only() throws Exception {
        firstSync(instance("choir", 1, "Choir"), instance("choir", 2, "Choir"));
        google.answers(last("cursor-2", instance("choir", 1, "Choir")));
        for (int run = 2; run <= 4; run++) {
            google.answersInstances("choir", down(), () -> {});
            sync("r" + run, SyncMode.DELTA, Trigger.RETRY);
        }
        google.answers(last("cursor-9", instance("choir", 1, "Choir"), event("lunch", "Lunch")));

        var handled = sync("r5", SyncMode.DELTA, Trigger.RETRY);

        assertThat(handled).isEqualTo(Handled.COMPLETED);
        assertThat(google.asked.getLast().origin()).isInstanceOf(Origin.Everything.class);
        assertThat(held()).containsOnlyKeys("choir-1", "lunch");
        assertThat(since()).isEqualTo("cursor-9");
    }

    @Test
    void a_list_of_instances_without_end_is_given_up() throws Exception {
        twoSeriesToCheck();
        for (int page = 0; page < 101; page++) {
            google.answersInstances("choir", new Answer.Got<>(new Instances.Some(List.of(), "more-" + page)), () -> {});
        }

        sync("r2");

        assertThat(failure("r2").reason()).isEqualTo(FailureReason.PROVIDER_LOOP);
        assertThat(google.instancesOf).hasSize(100);
    }

    @Test
    void a_calendar_that_disappears_during_a_check_is_closed() throws Exception {
        twoSeriesToCheck();
        google.lists(new CalendarList.Entry(NEW_MAIN, "Anna", "UTC", true));
        google.answersInstances("choir", Answer.refused(new Refusal.CalendarGone()), () -> {});
        google.answers(NEW_MAIN, last("cursor-1"));

        var handled = sync("r2");

        assertThat(handled).isEqualTo(Handled.COMPLETED);
        assertThat(held()).isEmpty();
        assertThat(changesAfter(4))
                .hasSize(4)
                .allSatisfy(change -> assertThat(change).startsWith("DELETED"));
    }

    @Test
    void a_rate_limit_during_a_check_defers_and_the_check_goes_on() throws Exception {
        twoSeriesToCheck();
        google.answersInstances(
                "choir", Answer.refused(new Refusal.Throttled(Duration.ofSeconds(60), false)), () -> {});
        google.listsInstances("choir", instance("choir", 1, "Choir"));
        google.listsInstances("yoga", instance("yoga", 1, "Yoga"));

        var first = sync("r2");
        var second = goOn("r3");

        assertThat(List.of(first, second)).containsExactly(Handled.DEFERRED, Handled.COMPLETED);
        assertThat(held()).containsOnlyKeys("choir-1", "yoga-1");
    }

    /// A delta that shows the first of two instances of each of two series.
    private void twoSeriesToCheck() throws InterruptedException {
        firstSync(
                instance("choir", 1, "Choir"),
                instance("choir", 2, "Choir"),
                instance("yoga", 1, "Yoga"),
                instance("yoga", 2, "Yoga"));
        google.answers(last("cursor-2", instance("choir", 1, "Choir"), instance("yoga", 1, "Yoga")));
    }

    private static Answer<Instances> someOf(String series) {
        return new Answer.Got<>(new Instances.Some(List.of(instance(series, 1, "Choir")), null));
    }
}
