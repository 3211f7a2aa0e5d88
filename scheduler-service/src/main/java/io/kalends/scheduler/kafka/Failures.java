package io.kalends.scheduler.kafka;

import java.time.Duration;

import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.transaction.TransactionException;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.ExponentialBackOff;
import org.springframework.util.backoff.FixedBackOff;

import io.kalends.schemas.serde.UnreadableRecordException;

/// What happens to a record that a listener could not take in.
///
/// Nobody can read it: to the dead letters at once. Database or broker away: again and again until they are back.
/// Anything else is a defect of ours: a few more tries, then to the dead letters, so that its neighbours go on.
final class Failures {

    private static final Duration SHORTEST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);
    private static final int TRIES_OF_A_DEFECT = 3;

    private Failures() {}

    static DefaultErrorHandler handler(KafkaOperations<byte[], byte[]> kafka) {
        var handler = new DefaultErrorHandler(new DeadLetters(kafka), untilItIsBack());
        handler.addNotRetryableExceptions(UnreadableRecordException.class);
        handler.setBackOffFunction((_, failure) -> isInfrastructure(failure) ? untilItIsBack() : aFewTries());
        return handler;
    }

    static boolean isInfrastructure(@Nullable Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DataIntegrityViolationException) {
                return false;
            }
            if (cause instanceof DataAccessException
                    || cause instanceof TransactionException
                    || cause instanceof KafkaException) {
                return true;
            }
        }
        return false;
    }

    private static BackOff untilItIsBack() {
        var backOff = new ExponentialBackOff(SHORTEST_WAIT.toMillis(), 2);
        backOff.setMaxInterval(LONGEST_WAIT.toMillis());
        return backOff;
    }

    private static BackOff aFewTries() {
        return new FixedBackOff(SHORTEST_WAIT.toMillis(), TRIES_OF_A_DEFECT);
    }
}
