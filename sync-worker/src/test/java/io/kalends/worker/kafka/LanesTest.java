package io.kalends.worker.kafka;

import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LanesTest {

    private final Lanes lanes = new Lanes();
    private final Assignment assignment = new Assignment(0, 1);
    private final Assignment other = new Assignment(1, 2);

    @Test
    void whatever_waits_in_a_lane_is_one_batch_in_order() {
        add(assignment, 0, "a");
        add(assignment, 1, "b");
        add(assignment, 2, "a");

        assertThat(lanes.next()).satisfies(batch -> assertBatch(batch, "a", 0, 2));
        assertThat(lanes.next()).satisfies(batch -> assertBatch(batch, "b", 1));
        assertThat(lanes.next()).isNull();
    }

    @Test
    void a_busy_lane_collects_until_its_batch_is_finished() {
        add(assignment, 0, "a");
        var first = requireNonNull(lanes.next());
        add(assignment, 1, "a");
        add(assignment, 2, "a");
        assertThat(lanes.next()).isNull();
        assertThat(lanes.waiting()).isEqualTo(1);

        lanes.finish(first);

        assertThat(lanes.next()).satisfies(batch -> assertBatch(batch, "a", 1, 2));
        assertThatThrownBy(() -> lanes.finish(new Batch("nobody", first.records)))
                .hasMessageContaining("nobody");
    }

    @Test
    void dropped_records_of_one_partition_leave_those_of_another() {
        add(assignment, 0, "a");
        add(other, 7, "a");
        add(assignment, 1, "b");

        lanes.drop(received -> received.assignment() == assignment);

        assertThat(lanes.next()).satisfies(batch -> assertBatch(batch, "a", 7));
        assertThat(lanes.next()).isNull();
    }

    @Test
    void a_record_without_a_key_shares_its_lane_with_nobody() {
        lanes.add(new Received(assignment, Requests.raw(0, 0, null, null), 0));
        lanes.add(new Received(assignment, Requests.raw(0, 1, null, null), 0));

        assertThat(lanes.next()).satisfies(batch -> assertThat(batch.records).hasSize(1));
        assertThat(lanes.next()).satisfies(batch -> assertThat(batch.records).hasSize(1));
    }

    private void add(Assignment to, long offset, String key) {
        lanes.add(new Received(to, Requests.raw(to.partition, offset, key, null), 0));
    }

    private static void assertBatch(Batch batch, String lane, long... offsets) {
        assertThat(batch.lane).isEqualTo(lane);
        assertThat(batch.records.stream().mapToLong(Received::offset))
                .containsExactly(java.util.Arrays.stream(offsets).boxed().toArray(Long[]::new));
    }
}
