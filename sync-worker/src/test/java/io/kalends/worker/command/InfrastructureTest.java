package io.kalends.worker.command;

import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.kafka.listener.ListenerExecutionFailedException;

import io.kalends.schemas.serde.RegistryUnavailableException;
import io.kalends.schemas.serde.UnreadableRecordException;

import static org.assertj.core.api.Assertions.assertThat;

class InfrastructureTest {

    @Test
    void a_database_a_broker_or_a_schema_registry_that_is_away_is_waited_for() {
        assertThat(isAway(new DataAccessResourceFailureException("connection lost")))
                .isTrue();
        assertThat(isAway(new TimeoutException("no answer"))).isTrue();
        assertThat(isAway(new RegistryUnavailableException("no answer"))).isTrue();
    }

    @Test
    void what_no_waiting_mends_is_not() {
        assertThat(isAway(new UnreadableRecordException("no Avro"))).isFalse();
        assertThat(isAway(new DataIntegrityViolationException("check violated")))
                .isFalse();
        assertThat(isAway(new NullPointerException())).isFalse();
    }

    private static boolean isAway(RuntimeException cause) {
        return Infrastructure.isAway(new ListenerExecutionFailedException("listener failed", cause));
    }
}
