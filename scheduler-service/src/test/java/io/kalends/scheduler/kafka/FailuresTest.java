package io.kalends.scheduler.kafka;

import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.kafka.listener.ListenerExecutionFailedException;
import org.springframework.transaction.CannotCreateTransactionException;

import io.kalends.schemas.serde.RegistryUnavailableException;

import static org.assertj.core.api.Assertions.assertThat;

class FailuresTest {

    @Test
    void a_database_that_is_away_or_busy_is_waited_for() {
        assertThat(waitedFor(new CannotCreateTransactionException("no connection")))
                .isTrue();
        assertThat(waitedFor(new DataAccessResourceFailureException("connection lost")))
                .isTrue();
        assertThat(waitedFor(new CannotAcquireLockException("lock timeout"))).isTrue();
    }

    @Test
    void a_broker_or_a_schema_registry_that_is_away_is_waited_for() {
        assertThat(waitedFor(new RegistryUnavailableException("no answer"))).isTrue();
        assertThat(waitedFor(new TimeoutException("no answer"))).isTrue();
    }

    @Test
    void a_defect_of_ours_is_not_waited_for() {
        assertThat(waitedFor(new NullPointerException())).isFalse();
        assertThat(waitedFor(new DataIntegrityViolationException("check violated")))
                .isFalse();
    }

    private static boolean waitedFor(RuntimeException cause) {
        return Failures.isInfrastructure(new ListenerExecutionFailedException("listener failed", cause));
    }
}
