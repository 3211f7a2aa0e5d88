package io.kalends.core.sync;

import org.junit.jupiter.api.Test;

import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest.Trigger;
import io.kalends.core.sync.SyncRun.Handled;

import static org.assertj.core.api.Assertions.assertThat;

/// Every cursor is forgotten, and everything read as if for the first time.
class RebuildTest extends RunStage {

    @Test
    void the_list_and_the_whole_window_are_read_and_only_differences_told() throws Exception {
        firstSync(event("a", "A"), event("b", "B"));
        google.answers(MAIN, last("cursor-2", event("a", "A"), event("c", "C")));
        int before = google.asked.size();
        int listed = google.listings.size();

        var handled = sync("r2", SyncMode.REBUILD, Trigger.MANUAL);

        assertThat(handled).isEqualTo(Handled.COMPLETED);
        assertThat(google.listings).hasSize(listed + 1);
        assertThat(google.asked.subList(before, google.asked.size()))
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.origin()).isInstanceOf(Origin.Everything.class));
        assertThat(ended("r2").stats().upserted()).isEqualTo(1);
        assertThat(ended("r2").stats().removed()).isEqualTo(1);
        assertThat(ended("r2").stats().full()).isTrue();
    }
}
