package io.kalends.worker.outbox;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LeasesTest {

    private final Leases earlier = new Leases("me", Map.of(1, 10L, 2, 20L), 100);

    @Test
    void leases_end_with_their_time() {
        assertThat(earlier.areValid(99)).isTrue();
        assertThat(earlier.areValid(100)).isFalse();
    }

    @Test
    void only_an_unchanged_fence_says_that_nobody_else_held_the_shard() {
        var later = new Leases("me", Map.of(1, 10L, 2, 21L, 3, 30L), 200);

        assertThat(later.continues(earlier, List.of(1))).isTrue();
        assertThat(later.continues(earlier, List.of(1, 2))).isFalse();
        assertThat(later.continues(earlier, List.of(3))).isFalse();
    }
}
