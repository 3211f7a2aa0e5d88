package io.kalends.worker.outbox;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RoundTest {

    private final Round round = new Round();
    private final CompletableFuture<String> arrived = CompletableFuture.completedFuture("at 7");
    private final CompletableFuture<String> failed =
            CompletableFuture.failedFuture(new IllegalStateException("too large"));

    @Test
    void rows_behind_a_failed_one_of_their_connection_are_not_done_although_the_broker_has_them() {
        var a1 = row(1, "a");
        var b3 = row(3, "b");
        round.sent(a1, arrived);
        round.sent(row(2, "a"), failed);
        round.sent(b3, arrived);
        round.sent(row(4, "a"), arrived);

        assertThat(round.acknowledged()).containsExactly(a1, b3);
        assertThat(round.failure()).hasMessage("too large");
    }

    @Test
    void a_row_that_is_too_large_is_no_failure_of_the_round() {
        var large = row(1, "a");
        var b2 = row(2, "b");
        round.sent(large, CompletableFuture.failedFuture(new RecordTooLargeException("20000 bytes")));
        round.sent(b2, arrived);

        assertThat(round.failure()).isNull();
        assertThat(round.tooLarge()).containsExactly(large.row().id());
        assertThat(round.acknowledged()).containsExactly(b2);

        round.sent(row(3, "c"), failed);
        assertThat(round.failure()).hasMessage("too large");
    }

    @Test
    void waiting_ends_when_every_row_arrived_or_failed() throws InterruptedException {
        var open = new CompletableFuture<String>();
        round.sent(row(1, "a"), failed);
        round.sent(row(2, "b"), open);
        assertThat(round.await(Duration.ofMillis(1))).isFalse();

        open.complete("at 8");

        assertThat(round.await(Duration.ofMillis(1))).isTrue();
        assertThat(round.acknowledged()).extracting(PendingRow::position).containsExactly(2L);
    }

    @Test
    void a_producer_that_takes_no_more_fails_the_round_but_not_what_it_took() {
        var a1 = row(1, "a");
        round.sent(a1, arrived);
        round.refused(new IllegalStateException("closed"));

        assertThat(round.acknowledged()).containsExactly(a1);
        assertThat(round.failure()).hasMessage("closed");
    }

    private static PendingRow row(long position, String connection) {
        return new PendingRow(
                position,
                Shards.of(connection),
                new OutboxRow(UUID.randomUUID(), connection, "topic", connection, "type", position, Map.of(), null));
    }
}
