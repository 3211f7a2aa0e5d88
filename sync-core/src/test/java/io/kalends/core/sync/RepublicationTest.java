package io.kalends.core.sync;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.memory.Emitted;
import io.kalends.core.memory.Emitted.EventChanged.Why;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest.Trigger;
import io.kalends.core.sync.SyncRun.Handled;

import static org.assertj.core.api.Assertions.assertThat;

/// What is held is told again, from the store alone.
class RepublicationTest extends RunStage {

    private static final int BATCH = 2;

    RepublicationTest() {
        super(BATCH);
    }

    @Test
    void everything_held_is_told_again_once_in_bounded_steps_and_the_provider_is_not_asked() throws Exception {
        firstSync(event("a", "A"), event("b", "B"), event("c", "C"), event("d", "D"), event("e", "E"));

        var handled = sync("r2", SyncMode.REPUBLISH, Trigger.MANUAL);

        assertThat(handled).isEqualTo(Handled.COMPLETED);
        assertThat(republished()).containsExactly("a", "b", "c", "d", "e");
        assertThat(storeCalls).containsExactly("claim", "republish", "republish", "republish", "finish");
        assertThat(google.asked).isEmpty();
        assertThat(google.listings).isEmpty();
        assertThat(ended("r2").end()).isEqualTo(new RunEnd.Completed());
        assertThat(ended("r2").stats().upserted()).isEqualTo(5);
        assertThat(ended("r2").stats().providerCalls()).isZero();
    }

    @Test
    void a_provider_that_is_down_or_a_token_that_is_gone_is_nothing_to_it() throws Exception {
        firstSync(event("a", "A"));
        google.answers(down());
        sync("r2");

        var handled = sync("r3", SyncMode.REPUBLISH, Trigger.MANUAL);

        assertThat(handled).isEqualTo(Handled.COMPLETED);
        assertThat(republished()).containsExactly("a");
    }

    @Test
    void a_republication_that_a_slice_interrupts_goes_on_behind_what_it_has_told() throws Exception {
        twoCalendars();
        google.answers(MAIN, last("cursor-2", event("a", "A"), event("b", "B"), event("c", "C")));
        google.answers(TEAM, last("cursor-2", event("d", "D")));
        sync("r2");
        var hurried = run(new Budget(1, Duration.ofNanos(1), 50, Budget.UNPACED), () -> now = now.plusSeconds(1));

        var slices = new ArrayList<Handled>();
        slices.add(hurried.handle(List.of(request("r3", SyncMode.REPUBLISH, Trigger.MANUAL))));
        for (int slice = 4; slices.getLast() == Handled.DEFERRED && slice < 20; slice++) {
            slices.add(hurried.handle(List.of(request("r" + slice, SyncMode.REPUBLISH, Trigger.CONTINUATION))));
        }

        assertThat(slices).hasSizeGreaterThan(2).endsWith(Handled.COMPLETED);
        assertThat(republished()).containsExactly("a", "b", "c", "d");
        var end = ended("r" + (2 + slices.size())).stats();
        assertThat(end.upserted()).isEqualTo(4);
        assertThat(end.calendars()).isEqualTo(2);
    }

    @Test
    void to_be_told_again_is_not_to_have_been_read() throws Exception {
        firstSync(event("a", "A"));
        google.answers(down());
        sync("r2");
        var asked = request("asked", SyncMode.DELTA, Trigger.PUSH);
        now = now.plusSeconds(10);
        var states = states().size();

        sync("r3", SyncMode.REPUBLISH, Trigger.MANUAL);
        var standing = store.status(ANNA);
        var told = states().size();
        google.answers(down());
        var handled = handle(asked);

        assertThat(standing).isEqualTo(ConnectionStatus.DEGRADED);
        assertThat(told).isEqualTo(states);
        assertThat(handled).isEqualTo(Handled.FAILED);
        assertThat(failure("asked").failures()).isEqualTo(2);
    }

    @Test
    void what_is_to_be_read_as_well_is_told_again_first_and_then_read() throws Exception {
        firstSync(event("a", "A"), event("b", "B"));
        google.answers(last("cursor-2", event("b", "Changed")));

        var handled =
                handle(request("r2", SyncMode.REPUBLISH, Trigger.MANUAL), request("r3", SyncMode.DELTA, Trigger.PUSH));

        assertThat(handled).isEqualTo(Handled.COMPLETED);
        assertThat(changesAfter(2)).containsExactly("UPSERTED a", "UPSERTED b", "UPSERTED b");
        assertThat(ended("r2").end()).isInstanceOf(RunEnd.Completed.class);
        assertThat(ended("r3").stats().calendars()).isEqualTo(1);
        assertThat(google.asked).hasSize(1);
    }

    @Test
    void what_was_left_to_tell_is_told_by_whoever_reads_next() throws Exception {
        firstSync(event("a", "A"), event("b", "B"), event("c", "C"));
        var hurried = run(new Budget(1, Duration.ofNanos(1), 50, Budget.UNPACED), () -> now = now.plusSeconds(1));
        hurried.handle(List.of(request("r2", SyncMode.REPUBLISH, Trigger.MANUAL)));
        google.answers(last("cursor-2"));

        sync("r3");
        sync("r4", SyncMode.REPUBLISH, Trigger.CONTINUATION);

        assertThat(republished()).containsExactly("a", "b", "c");
    }

    @Test
    void a_walk_under_way_stays_where_it_is() throws Exception {
        google.answers(page("p2", event("a", "A")));
        google.answers(down());
        sync("r1");
        sync("r2", SyncMode.REPUBLISH, Trigger.MANUAL);
        google.answers(last("cursor-1", event("b", "B")));
        google.answers(last("cursor-2"));

        sync("r3");

        assertThat(google.asked).extracting(request -> request.pageToken()).containsExactly(null, "p2", "p2", null);
        assertThat(cursorsAsked()).containsExactly("cursor-1");
        assertThat(held()).containsOnlyKeys("a", "b");
    }

    private List<String> republished() {
        return store.emitted(ANNA).stream()
                .filter(Emitted.EventChanged.class::isInstance)
                .map(Emitted.EventChanged.class::cast)
                .filter(change -> change.why() == Why.REPUBLISHED)
                .map(Emitted.EventChanged::eventId)
                .toList();
    }
}
