package io.kalends.core.sync;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.provider.Answer;
import io.kalends.core.provider.Change;
import io.kalends.core.provider.Instances;
import io.kalends.core.sync.SyncRun.Handled;

import static org.assertj.core.api.Assertions.assertThat;

/// What a delta leaves unsaid about a series: details, instances called off, moved or dropped, and the series' own end.
class SeriesTest extends RunStage {

    @Test
    void occurrences_on_either_side_of_their_master_say_what_it_says_without_a_look_up() throws Exception {
        firstSync(occurrence("standup", 1), series("standup", "Stand-up"), occurrence("standup", 2));

        assertThat(titles()).containsExactly("Stand-up", "Stand-up");
        assertThat(held())
                .hasEntrySatisfying(
                        "standup-2", event -> assertThat(event.seriesId()).isEqualTo("standup"));
        assertThat(held()).doesNotContainKey("standup");
        assertThat(ended("r1").stats().providerCalls()).isEqualTo(2);
    }

    @Test
    void occurrences_without_their_master_cost_one_look_up_however_many_pages_they_fill() throws Exception {
        google.knows(series("standup", "Stand-up"));
        google.answers(page("p2", occurrence("standup", 1), occurrence("standup", 2)));
        google.answers(last("cursor-1", occurrence("standup", 3)));

        sync("r1");

        assertThat(titles()).containsExactly("Stand-up", "Stand-up", "Stand-up");
        assertThat(google.lookedUp).containsExactly("standup");
    }

    @Test
    void occurrences_whose_master_is_gone_are_left_out() throws Exception {
        google.answers(last("cursor-1", occurrence("standup", 1), occurrence("standup", 2), event("lunch", "Lunch")));

        var handled = sync("r1");

        assertThat(handled).isEqualTo(Handled.COMPLETED);
        assertThat(changes()).containsExactly("UPSERTED lunch");
        assertThat(google.lookedUp).containsExactly("standup");
    }

    @Test
    void a_page_whose_master_cannot_be_looked_up_is_not_applied_and_asked_for_again() throws Exception {
        google.knows("standup", down());
        google.answers(last("cursor-1", occurrence("standup", 1)));
        sync("r1");
        google.knows(series("standup", "Stand-up"));
        google.answers(last("cursor-1", occurrence("standup", 1)));

        sync("r2");

        assertThat(failure("r1").failures()).isEqualTo(1);
        assertThat(changes()).containsExactly("UPSERTED standup-1");
    }

    @Test
    void of_a_series_that_shows_only_its_master_the_instances_are_read_again() throws Exception {
        heldSeries(2);
        google.answers(last("cursor-2", series("standup", "Daily")));
        google.listsInstances("standup", occurrence("standup", 1), instance("standup", 2, "Daily, with guests"));

        sync("r2");

        assertThat(changesAfter(2)).containsExactly("UPSERTED standup-1", "UPSERTED standup-2");
        assertThat(titles()).containsExactly("Daily", "Daily, with guests");
        assertThat(google.instancesOf).containsExactly("standup");
        assertThat(google.lookedUp).isEmpty();
    }

    @Test
    void a_single_instance_called_off_is_found_with_one_list_of_instances_and_one_look_up() throws Exception {
        heldSeries(3);
        google.answers(last("cursor-2", shown(1, 3)));
        google.listsInstances("standup", occurrence("standup", 1), occurrence("standup", 3));

        sync("r2");

        assertThat(changesAfter(3)).containsExactly("DELETED standup-2");
        assertThat(google.instancesOf).containsExactly("standup");
        assertThat(google.lookedUp).containsExactly("standup-2");
    }

    @Test
    void an_instance_moved_out_of_the_window_without_a_word_has_left_it() throws Exception {
        heldSeries(3);
        google.answers(last("cursor-2", shown(1, 3)));
        google.listsInstances("standup", occurrence("standup", 1), occurrence("standup", 3));
        google.knows(instance("standup", 2, "Stand-up, next year"));

        sync("r2");

        assertThat(changesAfter(3)).containsExactly("LEFT_WINDOW standup-2");
    }

    @Test
    void a_series_shortened_by_hundreds_costs_no_call_an_instance() throws Exception {
        heldSeries(300);
        google.answers(last("cursor-2", shown(1, 2)));
        google.listsInstances("standup", occurrence("standup", 1), occurrence("standup", 2));

        sync("r2");

        assertThat(held()).containsOnlyKeys("standup-1", "standup-2");
        assertThat(changesAfter(300))
                .hasSize(298)
                .allSatisfy(change -> assertThat(change).startsWith("DELETED"));
        assertThat(ended("r2").stats().providerCalls()).isEqualTo(3);
    }

    @Test
    void without_a_list_of_instances_a_series_shown_as_a_whole_is_what_was_shown() throws Exception {
        heldSeries(3);
        google.answers(last("cursor-2", shown(1, 3)));

        sync("r2");

        assertThat(changesAfter(3)).containsExactly("DELETED standup-2");
        assertThat(google.lookedUp).containsExactly("standup-2");
    }

    @Test
    void without_a_list_of_instances_one_exception_says_nothing_about_the_rest() throws Exception {
        heldSeries(30);
        google.knows(series("standup", "Stand-up"));
        google.answers(last("cursor-2", instance("standup", 2, "Stand-up in the park")));

        sync("r2");

        assertThat(changesAfter(30)).containsExactly("UPSERTED standup-2");
        assertThat(held()).hasSize(30);
    }

    @Test
    void without_a_list_of_instances_a_master_alone_says_nothing_about_them() throws Exception {
        heldSeries(30);
        google.answers(last("cursor-2", series("standup", "Daily")));

        var handled = sync("r2");

        assertThat(handled).isEqualTo(Handled.COMPLETED);
        assertThat(changesAfter(30)).isEmpty();
        assertThat(held()).hasSize(30);
    }

    @Test
    void when_only_an_exception_is_shown_the_rest_of_the_series_stays() throws Exception {
        heldSeries(3);
        google.knows(series("standup", "Stand-up"));
        google.answers(last("cursor-2", instance("standup", 2, "Stand-up in the park")));
        google.listsInstances(
                "standup",
                occurrence("standup", 1),
                instance("standup", 2, "Stand-up in the park"),
                occurrence("standup", 3));

        sync("r2");

        assertThat(changesAfter(3)).containsExactly("UPSERTED standup-2");
        assertThat(held()).hasSize(3);
    }

    @Test
    void instances_that_only_their_list_shows_are_told_too() throws Exception {
        heldSeries(2);
        google.answers(last("cursor-2", series("standup", "Stand-up")));
        google.answersInstances(
                "standup",
                new Answer.Got<>(
                        new Instances.Some(List.of(occurrence("standup", 1), occurrence("standup", 2)), "more")),
                () -> {});
        google.listsInstances("standup", occurrence("standup", 3), occurrence("standup", 3));

        sync("r2");

        assertThat(changesAfter(2)).containsExactly("UPSERTED standup-3");
        assertThat(google.instancesOf).hasSize(2);
    }

    @Test
    void a_series_shown_as_a_whole_costs_no_further_call() throws Exception {
        heldSeries(3);
        google.answers(last("cursor-2", shown(3, 1, 2)));

        sync("r2");

        assertThat(changesAfter(3)).isEmpty();
        assertThat(ended("r2").stats().providerCalls()).isEqualTo(1);
    }

    @Test
    void a_series_spread_over_pages_in_any_order_and_shown_twice_is_told_once() throws Exception {
        heldSeries(3);
        google.answers(page("d2", occurrence("standup", 3), occurrence("standup", 1)));
        google.answers(page("d3", occurrence("standup", 1), series("standup", "Daily"), occurrence("standup", 2)));
        google.answers(last("cursor-2", occurrence("standup", 3), occurrence("standup", 1)));
        google.knows(series("standup", "Daily"));

        sync("r2");

        assertThat(changesAfter(3))
                .containsExactlyInAnyOrder("UPSERTED standup-1", "UPSERTED standup-2", "UPSERTED standup-3");
        assertThat(titles()).containsOnly("Daily");
        assertThat(google.instancesOf).isEmpty();
    }

    @Test
    void a_series_removed_by_its_masters_id_takes_its_instances_along() throws Exception {
        heldSeries(3);
        google.answers(last("cursor-2", new Change.Removed("standup")));

        sync("r2");

        assertThat(changesAfter(3)).containsExactly("DELETED standup-1", "DELETED standup-2", "DELETED standup-3");
    }

    @Test
    void a_series_removed_by_its_masters_id_and_by_each_instances_is_told_once() throws Exception {
        heldSeries(3);
        google.answers(page("d2", new Change.Removed("standup-2"), new Change.Removed("standup")));
        google.answers(last(
                "cursor-2",
                new Change.Removed("standup-1"),
                new Change.Removed("standup-3"),
                new Change.Removed("standup")));

        sync("r2");

        assertThat(changesAfter(3))
                .containsExactlyInAnyOrder("DELETED standup-1", "DELETED standup-2", "DELETED standup-3");
    }

    @Test
    void a_series_that_vanished_is_looked_up_once_whether_named_by_its_master_or_by_its_instances() throws Exception {
        heldSeries(3);
        google.answers(page("d2", new Change.Vanished("standup-1"), new Change.Vanished("standup-2")));
        google.answers(last("cursor-2", new Change.Vanished("standup"), new Change.Vanished("standup-3")));

        sync("r2");

        assertThat(changesAfter(3))
                .containsExactlyInAnyOrder("DELETED standup-1", "DELETED standup-2", "DELETED standup-3");
        assertThat(google.lookedUp.stream().filter("standup"::equals)).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void a_series_that_vanished_by_its_masters_id_alone_takes_its_instances_along() throws Exception {
        heldSeries(3);
        google.answers(last("cursor-2", new Change.Vanished("standup")));

        sync("r2");

        assertThat(held()).isEmpty();
        assertThat(changesAfter(3)).allSatisfy(change -> assertThat(change).startsWith("DELETED"));
        assertThat(google.lookedUp).containsExactly("standup");
    }

    @Test
    void a_master_that_vanished_and_is_still_there_has_its_instances_checked() throws Exception {
        heldSeries(3);
        google.knows(series("standup", "Stand-up"));
        google.answers(last("cursor-2", new Change.Vanished("standup")));
        google.listsInstances("standup", occurrence("standup", 1), occurrence("standup", 3));

        sync("r2");

        assertThat(changesAfter(3)).containsExactly("DELETED standup-2");
    }

    @Test
    void a_series_that_vanished_while_its_delta_was_read_leaves_no_ghosts() throws Exception {
        google.knows(series("standup", "Stand-up"));
        firstSync(occurrence("standup", 1), occurrence("standup", 2));
        google.answers(
                page("d2", occurrence("standup", 1), occurrence("standup", 2)),
                () -> google.knows(series("standup", "Daily")));
        google.answers(last("cursor-2", new Change.Vanished("standup")), () -> google.knowsNoMore("standup"));

        sync("r2");

        assertThat(held()).isEmpty();
    }

    @Test
    void what_vanished_and_was_never_held_costs_nothing_and_tells_nothing() throws Exception {
        heldSeries(1);
        google.answers(last("cursor-2", new Change.Vanished("stranger"), new Change.Vanished("stranger-1")));

        sync("r2");

        assertThat(changesAfter(1)).isEmpty();
        assertThat(ended("r2").stats().providerCalls()).isEqualTo(1);
    }

    /// A guest asked to single instances of a series has those, and no series.
    @Test
    void instances_of_a_series_that_only_others_can_see_stay_when_one_of_them_changes() throws Exception {
        firstSync(instance("offsite", 1, "Day one"), instance("offsite", 2, "Day two"));
        google.answers(last("cursor-2", instance("offsite", 1, "Day one, in Oslo")));

        sync("r2");

        assertThat(changesAfter(2)).containsExactly("UPSERTED offsite-1");
        assertThat(held()).containsOnlyKeys("offsite-1", "offsite-2");
    }

    @Test
    void a_single_event_that_becomes_a_series_under_its_own_id_is_no_meeting_any_more() throws Exception {
        firstSync(event("standup", "Stand-up"));
        google.answers(
                last("cursor-2", series("standup", "Stand-up"), occurrence("standup", 1), occurrence("standup", 2)));

        sync("r2");

        assertThat(held()).containsOnlyKeys("standup-1", "standup-2");
        assertThat(changesAfter(1))
                .containsExactlyInAnyOrder("LEFT_WINDOW standup", "UPSERTED standup-1", "UPSERTED standup-2");
    }

    @Test
    void a_single_event_that_becomes_a_series_is_no_meeting_any_more_though_only_instances_say_so() throws Exception {
        firstSync(event("standup", "Stand-up"));
        google.answers(last("cursor-2", instance("standup", 1, "Stand-up"), instance("standup", 2, "Stand-up")));

        sync("r2");

        assertThat(held()).containsOnlyKeys("standup-1", "standup-2");
    }

    @Test
    void a_single_event_removed_because_it_is_a_series_now_takes_no_instance_along() throws Exception {
        firstSync(event("standup", "Stand-up"));
        google.knows(series("standup", "Stand-up"));
        google.answers(page("d2", instance("standup", 1, "Stand-up"), instance("standup", 2, "Stand-up")));
        google.answers(last("cursor-2", new Change.Removed("standup")));

        sync("r2");

        assertThat(held()).containsOnlyKeys("standup-1", "standup-2");
    }

    @Test
    void a_series_that_becomes_a_single_event_under_its_own_id_is_that_event() throws Exception {
        heldSeries(2);
        google.answers(last(
                "cursor-2",
                event("standup", "Last stand-up"),
                new Change.Removed("standup-1"),
                new Change.Removed("standup-2")));

        sync("r2");

        assertThat(held()).containsOnlyKeys("standup");
    }

    @Test
    void a_single_event_that_joins_a_series_is_checked_with_it() throws Exception {
        firstSync(event("standup-1", "Coffee"), instance("standup", 2, "Stand-up"));
        google.answers(page("d2", instance("standup", 1, "Stand-up")));
        google.answers(last("cursor-2"));
        google.listsInstances("standup", instance("standup", 1, "Stand-up"));

        sync("r2");

        assertThat(held()).containsOnlyKeys("standup-1");
        assertThat(held())
                .hasEntrySatisfying(
                        "standup-1", event -> assertThat(event.seriesId()).isEqualTo("standup"));
    }

    @Test
    void an_instance_that_leaves_its_series_is_no_longer_checked_with_it() throws Exception {
        heldSeries(2);
        google.answers(last(
                "cursor-2", event("standup-2", "Farewell"), series("standup", "Stand-up"), occurrence("standup", 1)));

        sync("r2");

        assertThat(held()).containsOnlyKeys("standup-1", "standup-2");
        assertThat(google.instancesOf).isEmpty();
    }

    private void heldSeries(int instances) throws InterruptedException {
        firstSync(shown(IntStream.rangeClosed(1, instances).toArray()));
    }

    /// The series with these of its instances.
    private static Change[] shown(int... instances) {
        return Stream.concat(
                        Stream.of(series("standup", "Stand-up")),
                        Arrays.stream(instances).mapToObj(number -> occurrence("standup", number)))
                .toArray(Change[]::new);
    }

    private List<@Nullable String> titles() {
        var titles = new ArrayList<@Nullable String>();
        held().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .map(CalendarEvent::title)
                .forEach(titles::add);
        return titles;
    }
}
