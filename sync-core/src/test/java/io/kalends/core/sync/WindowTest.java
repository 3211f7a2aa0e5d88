package io.kalends.core.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.kalends.core.provider.Answer;
import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.provider.Change;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest.Trigger;
import io.kalends.core.sync.SyncRun.Handled;

import static org.assertj.core.api.Assertions.assertThat;

/// What leaves the window is not deleted; and the window itself moves on.
class WindowTest extends RunStage {

    /// In the first window and in no later one.
    private static final Instant LONG_PAST = Instant.parse("2025-12-02T09:00:00Z");

    @Test
    void an_event_that_left_the_window_is_not_told_as_deleted() throws Exception {
        firstSync(event("standup", "Stand-up"));
        google.answers(last("cursor-2", new Change.OutsideWindow("standup"), new Change.OutsideWindow("unknown")));

        sync("r2");

        assertThat(changes()).containsExactly("UPSERTED standup", "LEFT_WINDOW standup");
    }

    @Test
    void what_vanished_is_looked_up_to_tell_a_move_from_a_deletion() throws Exception {
        firstSync(event("moved", "Moved to next year"), event("deleted", "Deleted"));
        google.knows(event("moved", "Moved to next year"));
        google.answers(last("cursor-2", new Change.Vanished("moved"), new Change.Vanished("deleted")));

        sync("r2");

        assertThat(changesAfter(2)).containsExactly("LEFT_WINDOW moved", "DELETED deleted");
        assertThat(google.lookedUp).containsExactly("moved", "deleted");
    }

    @Test
    void what_vanished_and_came_back_on_the_same_page_stays_without_a_look_up() throws Exception {
        firstSync(event("standup", "Stand-up"));
        google.answers(last("cursor-2", new Change.Vanished("standup"), event("standup", "Stand-up")));

        sync("r2");

        assertThat(changesAfter(1)).isEmpty();
        assertThat(google.lookedUp).isEmpty();
    }

    @Test
    void a_delta_that_cannot_look_up_what_vanished_moves_no_cursor() throws Exception {
        firstSync(event("standup", "Stand-up"));
        google.knows("standup", down());
        google.answers(last("cursor-2", new Change.Vanished("standup")));
        sync("r2");
        google.knowsNoMore("standup");
        google.answers(last("cursor-2", new Change.Vanished("standup")));

        sync("r3", SyncMode.DELTA, Trigger.RETRY);

        assertThat(google.asked).extracting(request -> request.origin()).allMatch(Origin.Since.class::isInstance);
        assertThat(changesAfter(1)).containsExactly("DELETED standup");
    }

    @Test
    void a_sweep_looks_up_what_should_still_be_in_the_window_and_nothing_that_the_window_left_behind()
            throws Exception {
        firstSync(event("past", "Long past", LONG_PAST), event("moved", "Moved"), event("deleted", "Deleted"));
        google.knows(event("moved", "Moved"));
        nextWindow(event("new", "New"));

        assertThat(changesAfter(3))
                .containsExactlyInAnyOrder("UPSERTED new", "LEFT_WINDOW past", "LEFT_WINDOW moved", "DELETED deleted");
        assertThat(google.lookedUp).containsExactlyInAnyOrder("moved", "deleted");
    }

    @Test
    void a_sweep_of_a_whole_series_that_is_gone_costs_one_look_up() throws Exception {
        firstSync(occurrences(60));
        nextWindow();

        assertThat(held()).isEmpty();
        assertThat(changesAfter(60))
                .hasSize(60)
                .allSatisfy(change -> assertThat(change).startsWith("DELETED"));
        assertThat(google.lookedUp).containsExactly("standup");
    }

    @Test
    void a_sweep_that_a_slice_interrupts_goes_on_where_it_was() throws Exception {
        var many = IntStream.range(0, 150)
                .mapToObj(number -> event("event-" + number, "Meeting"))
                .toArray(Change[]::new);
        firstSync(many);
        google.answers(last("cursor-2"), () -> now = now.plusSeconds(60));

        var first = sync("r2", SyncMode.FULL, Trigger.SCHEDULE);
        var second = sync("r3", SyncMode.FULL, Trigger.CONTINUATION);

        assertThat(List.of(first, second)).containsExactly(Handled.DEFERRED, Handled.COMPLETED);
        assertThat(google.asked).hasSize(1);
        assertThat(google.lookedUp).hasSize(150).doesNotHaveDuplicates();
        assertThat(held()).isEmpty();
    }

    @Test
    void a_sweep_whose_look_up_fails_is_gone_on_with_and_moves_no_cursor_before() throws Exception {
        firstSync(event("standup", "Stand-up"));
        google.knows("standup", down());
        google.answers(last("cursor-2"));
        sync("r2", SyncMode.FULL, Trigger.SCHEDULE);
        var midway = since();
        google.knowsNoMore("standup");
        google.answers(last("cursor-3", event("lunch", "Lunch")));

        sync("r3", SyncMode.FULL, Trigger.RETRY);

        assertThat(midway).isEqualTo("cursor-1");
        assertThat(google.asked).hasSize(2);
        assertThat(cursorsAsked()).containsExactly("cursor-2");
        assertThat(changesAfter(1)).containsExactly("DELETED standup", "UPSERTED lunch");
        assertThat(since()).isEqualTo("cursor-3");
    }

    @Test
    void a_window_that_rolls_on_does_so_after_the_delta_in_a_slice_of_its_own_and_tells_only_differences()
            throws Exception {
        firstSync(event("standup", "Stand-up"), event("old", "Old"));
        now = now.plus(Duration.ofDays(8));
        google.answers(last("cursor-2", event("lunch", "Lunch")));
        google.answers(last("cursor-3", event("standup", "Stand-up"), event("lunch", "Lunch"), event("new", "New")));

        var delta = sync("r2");
        var roll = goOn("r3");

        assertThat(List.of(delta, roll)).containsExactly(Handled.DEFERRED, Handled.COMPLETED);
        assertThat(google.asked.getFirst().origin()).isInstanceOf(Origin.Since.class);
        assertThat(google.asked.getLast().origin()).isInstanceOf(Origin.Everything.class);
        assertThat(changes())
                .containsExactly("UPSERTED standup", "UPSERTED old", "UPSERTED lunch", "UPSERTED new", "DELETED old");
    }

    @Test
    void a_window_rolls_after_the_series_of_its_delta_are_checked() throws Exception {
        firstSync(instance("choir", 1, "Choir"), instance("choir", 2, "Choir"));
        now = now.plus(Duration.ofDays(8));
        google.answers(last("cursor-2", instance("choir", 1, "Choir")));
        google.listsInstances("choir", instance("choir", 1, "Choir"));

        var delta = sync("r2");
        var midway = since();
        google.answers(last("cursor-3", instance("choir", 1, "Choir")));
        var roll = goOn("r3");

        assertThat(List.of(delta, roll)).containsExactly(Handled.DEFERRED, Handled.COMPLETED);
        assertThat(midway).isEqualTo("cursor-2");
        assertThat(changesAfter(2)).containsExactly("DELETED choir-2");
    }

    @Test
    void a_roll_that_loses_its_place_midway_begins_again_and_misses_nothing() throws Exception {
        firstSync(event("standup", "Stand-up"));
        now = now.plus(Duration.ofDays(8));
        google.answers(last("cursor-2"));
        google.answers(page("p2", event("standup", "Stand-up")));
        google.answers(Answer.refused(new Refusal.CursorLost()));
        google.answers(last("cursor-3", event("standup", "Stand-up"), event("lunch", "Lunch")));

        sync("r2");
        var roll = goOn("r3");

        assertThat(roll).isEqualTo(Handled.COMPLETED);
        assertThat(held()).containsOnlyKeys("standup", "lunch");
        assertThat(since()).isEqualTo("cursor-3");
    }

    @Test
    void a_roll_that_never_came_to_run_is_taken_up_by_the_next_scheduled_run() throws Exception {
        firstSync(event("standup", "Stand-up"));
        now = now.plus(Duration.ofDays(8));
        google.answers(last("cursor-2"));
        sync("r2");
        later();
        google.answers(last("cursor-3", event("standup", "Stand-up"), event("lunch", "Lunch")));
        google.answers(last("cursor-4", event("supper", "Supper")));

        var handled = sync("r3");

        assertThat(handled).isEqualTo(Handled.COMPLETED);
        assertThat(google.asked.getFirst().origin())
                .isEqualTo(new Origin.Everything(WINDOWS.at(ended("r2").endedAt())));
        assertThat(held()).containsOnlyKeys("standup", "lunch", "supper");
    }

    @Test
    void a_delta_that_was_given_up_leaves_no_event_to_be_swept_or_missed() throws Exception {
        firstSync(event("standup", "Stand-up"), event("lunch", "Lunch"));
        google.answers(page("d2", event("lunch", "Brunch")));
        google.answers(page("d2", event("supper", "Supper")));
        sync("r2");
        google.answers(last("cursor-2", event("lunch", "Brunch"), event("supper", "Supper")));

        sync("r3", SyncMode.DELTA, Trigger.RETRY);
        google.answers(
                last("cursor-3", event("standup", "Stand-up"), event("lunch", "Brunch"), event("supper", "Supper")));
        sync("r4", SyncMode.FULL, Trigger.MANUAL);

        assertThat(failure("r2").message()).contains("the same page");
        assertThat(changesAfter(2)).containsExactly("UPSERTED lunch", "UPSERTED supper");
        assertThat(held()).containsOnlyKeys("standup", "lunch", "supper");
    }

    /// Reads the window a week later, with what is in it then.
    private void nextWindow(Change... shown) throws InterruptedException {
        now = now.plus(Duration.ofDays(8));
        google.answers(last("cursor-2"));
        google.answers(last("cursor-3", shown));
        sync("r2");
        goOn("r3");
    }

    private static Change[] occurrences(int instances) {
        var shown = new ArrayList<Change>();
        shown.add(series("standup", "Stand-up"));
        IntStream.rangeClosed(1, instances).forEach(number -> shown.add(occurrence("standup", number)));
        return shown.toArray(Change[]::new);
    }
}
