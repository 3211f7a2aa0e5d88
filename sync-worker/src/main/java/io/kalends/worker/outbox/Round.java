package io.kalends.worker.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/// The rows that are on their way to the broker together, and what became of each.
final class Round {

    private record Sent(PendingRow row, CompletableFuture<?> acknowledgement) {}

    private final List<Sent> sent = new ArrayList<>();
    private @Nullable Throwable refused;

    void sent(PendingRow row, CompletableFuture<?> acknowledgement) {
        sent.add(new Sent(row, acknowledgement));
    }

    /// The producer took no more rows.
    void refused(Throwable cause) {
        refused = cause;
    }

    /// Waits until each row is acknowledged or failed.
    ///
    /// @return false when some are still on their way after `time`
    boolean await(Duration time) throws InterruptedException {
        var all =
                CompletableFuture.allOf(sent.stream().map(Sent::acknowledgement).toArray(CompletableFuture[]::new));
        try {
            all.get(time.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        }
    }

    /// Rows that may be marked as published. After the first failure of a connection none of its later rows
    /// may, even when the broker has them: they go out again behind the failed one, so that the last word on a
    /// topic is the latest.
    List<PendingRow> acknowledged() {
        Set<String> broken = new HashSet<>();
        var rows = new ArrayList<PendingRow>();
        for (var it : sent) {
            var connection = it.row.row().connectionKey();
            boolean arrived = it.acknowledgement.isDone() && !it.acknowledgement.isCompletedExceptionally();
            if (!arrived) {
                broken.add(connection);
            } else if (!broken.contains(connection)) {
                rows.add(it.row);
            }
        }
        return rows;
    }

    /// Why rows failed that may yet go out, or null when there are none.
    @Nullable
    Throwable failure() {
        for (var it : sent) {
            var failure = failure(it);
            if (failure != null && !(failure instanceof RecordTooLargeException)) {
                return failure;
            }
        }
        return refused;
    }

    /// Ids of rows larger than the broker takes: nothing is wrong with the broker, nor with other connections.
    Set<UUID> tooLarge() {
        return sent.stream()
                .filter(it -> failure(it) instanceof RecordTooLargeException)
                .map(it -> it.row.row().id())
                .collect(Collectors.toSet());
    }

    private static @Nullable Throwable failure(Sent sent) {
        if (!sent.acknowledgement.isCompletedExceptionally()) {
            return null;
        }
        var cause = sent.acknowledgement.exceptionNow();
        return cause instanceof CompletionException wrapped && wrapped.getCause() != null ? wrapped.getCause() : cause;
    }

    Set<Integer> shards() {
        return sent.stream().map(it -> it.row.shard()).collect(Collectors.toSet());
    }
}
