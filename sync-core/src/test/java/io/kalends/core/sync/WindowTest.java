package io.kalends.core.sync;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.kalends.core.provider.Change;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest.Trigger;
import io.kalends.core.sync.SyncRun.Handled;

import static org.assertj.core.api.Assertions.assertThat;

class WindowTest extends RunStage {

    @Test
    void an_event_that_left_the_window_is_not_told_as_deleted() throws Exception {
        firstSync(event("standup", "Stand-up"));
        google.answers(last("cursor-2", new Change.OutsideWindow("standup"), new Change.OutsideWindow("unknown")));

        sync("r2");

        assertThat(changes()).containsExactly("UPSERTED standup", "LEFT_WINDOW standup");
    }

    @Test
    void a_window_that_rolls_on_does_so_after_the_delta_in_a_slice_of_its_own_and_tells_only_differences()
            throws Exception {
        firstSync(event("standup", "Stand-up"), event("old", "Old"));
        now = now.plus(Duration.ofDays(8));
        google.answers(last("cursor-2", event("lunch", "Lunch")));
        google.answers(last("cursor-3", event("standup", "Stand-up"), event("lunch", "Lunch"), event("new", "New")));

        var delta = sync("r2");
        var roll = sync("r3", SyncMode.DELTA, Trigger.CONTINUATION);

        assertThat(List.of(delta, roll)).containsExactly(Handled.DEFERRED, Handled.COMPLETED);
        assertThat(google.asked.getFirst().origin()).isInstanceOf(Origin.Since.class);
        assertThat(google.asked.getLast().origin()).isInstanceOf(Origin.Everything.class);
        assertThat(changes())
                .containsExactly("UPSERTED standup", "UPSERTED old", "UPSERTED lunch", "UPSERTED new", "DELETED old");
    }
}
