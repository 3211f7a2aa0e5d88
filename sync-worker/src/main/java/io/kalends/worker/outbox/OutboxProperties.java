package io.kalends.worker.outbox;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// How the relay works.
///
/// @param lease how long a relay that fell silent keeps its shards
/// @param batch most rows of one shard read at once
/// @param poll longest wait before it looks for rows that nobody told it of
/// @param retention how long published rows stay
/// @param cleanupEvery time between deletions of published rows
/// @param cleanupBatch most rows deleted in one statement
/// @param measureEvery time between looks at the backlog for the metrics
/// @param drain how long it goes on publishing at shutdown
/// @param retryFirst first wait while database or broker are away; doubles
/// @param retryLongest longest such wait
/// @param maxRequestSize largest record the broker takes
@ConfigurationProperties(prefix = "kalends.worker.outbox", ignoreUnknownFields = false)
record OutboxProperties(
        @DefaultValue("10s") Duration lease,
        @DefaultValue("500") int batch,
        @DefaultValue("200ms") Duration poll,
        @DefaultValue("1h") Duration retention,
        @DefaultValue("1m") Duration cleanupEvery,
        @DefaultValue("2000") int cleanupBatch,
        @DefaultValue("5s") Duration measureEvery,
        @DefaultValue("5s") Duration drain,
        @DefaultValue("200ms") Duration retryFirst,
        @DefaultValue("10s") Duration retryLongest,
        @DefaultValue("1MB") DataSize maxRequestSize) {

    OutboxProperties {
        if (batch < 1
                || cleanupBatch < 1
                || !lease.isPositive()
                || !poll.isPositive()
                || retention.isNegative()
                || !cleanupEvery.isPositive()
                || !measureEvery.isPositive()
                || drain.isNegative()
                || !retryFirst.isPositive()
                || maxRequestSize.toBytes() < 1
                || maxRequestSize.toBytes() > Integer.MAX_VALUE
                || retryLongest.compareTo(retryFirst) < 0) {
            throw new IllegalArgumentException(
                    "kalends.worker.outbox.*: batches of at least 1, positive times and sizes and"
                            + " retry-longest not below retry-first are needed");
        }
    }
}
