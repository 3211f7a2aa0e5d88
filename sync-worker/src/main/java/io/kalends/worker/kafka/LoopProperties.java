package io.kalends.worker.kafka;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How the poll loop behaves.
///
/// @param group consumer group
/// @param maxInFlight unfinished records of a partition above which it pauses
/// @param maxLag offsets between watermark and newest record of a partition above which it pauses
/// @param commitInterval longest time between commits
/// @param commitEvery completions after which a commit does not wait for the interval
/// @param revokeGrace how long running tasks of a partition that leaves may go on before they are interrupted
/// @param drain how long running tasks may go on at shutdown before they are interrupted
/// @param brokerTimeout longest wait for one answer of the broker (synchronous commits, dead letters, closing)
/// @param retryFirst first wait while database or broker are away; doubles
/// @param retryLongest longest such wait
@ConfigurationProperties(prefix = "kalends.worker.loop", ignoreUnknownFields = false)
record LoopProperties(
        @DefaultValue("kalends-sync-worker") String group,
        @DefaultValue("500") int maxInFlight,
        @DefaultValue("5000") long maxLag,
        @DefaultValue("1s") Duration commitInterval,
        @DefaultValue("500") int commitEvery,
        @DefaultValue("3s") Duration revokeGrace,
        @DefaultValue("25s") Duration drain,
        @DefaultValue("5s") Duration brokerTimeout,
        @DefaultValue("500ms") Duration retryFirst,
        @DefaultValue("30s") Duration retryLongest) {

    LoopProperties {
        if (group.isBlank()
                || maxInFlight < 2
                || maxLag < 2
                || commitEvery < 1
                || !commitInterval.isPositive()
                || revokeGrace.isNegative()
                || drain.isNegative()
                || !brokerTimeout.isPositive()
                || !retryFirst.isPositive()
                || retryLongest.compareTo(retryFirst) < 0) {
            throw new IllegalArgumentException("kalends.worker.loop.*: a group, limits of at least 2, positive times"
                    + " and retry-longest not below retry-first are needed");
        }
    }
}
