package io.kalends.worker.engine;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.UncategorizedSQLException;

import io.kalends.core.store.SyncRequest;
import io.kalends.core.sync.SyncRun;
import io.kalends.schemas.serde.RegistryUnavailableException;
import io.kalends.schemas.v1.SyncMode;
import io.kalends.schemas.v1.SyncRequested;
import io.kalends.schemas.v1.SyncTrigger;
import io.kalends.worker.kafka.InfrastructureUnavailableException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SyncRequestsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void a_database_or_registry_that_is_away_is_waited_for() {
        assertThatThrownBy(() -> handle(new UncategorizedSQLException("x", "x", new SQLException("x", "57P01"))))
                .isInstanceOf(InfrastructureUnavailableException.class);
        assertThatThrownBy(() -> handle(new RegistryUnavailableException("x")))
                .isInstanceOf(InfrastructureUnavailableException.class);
    }

    @Test
    void data_the_database_refuses_is_a_defect_of_the_request() {
        var refused = new DataIntegrityViolationException("x", new SQLException("x", "22021"));
        var bug = new IllegalStateException("x");

        assertThatThrownBy(() -> handle(refused)).isSameAs(refused);
        assertThatThrownBy(() -> handle(bug)).isSameAs(bug);
    }

    @Test
    void what_was_handled_is_timed() throws InterruptedException {
        var handled = new ArrayList<SyncRequest>();

        new SyncRequests(
                        requests -> {
                            handled.addAll(requests);
                            return SyncRun.Handled.COMPLETED;
                        },
                        registry)
                .handle(List.of(request()));

        assertThat(handled).extracting(SyncRequest::requestId).containsExactly("r1");
        assertThat(registry.get("kalends.sync.duration")
                        .tag("outcome", "COMPLETED")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    private void handle(RuntimeException thrown) throws InterruptedException {
        new SyncRequests(
                        _ -> {
                            throw thrown;
                        },
                        registry)
                .handle(List.of(request()));
    }

    private static SyncRequested request() {
        return SyncRequested.newBuilder()
                .setEventId("e1")
                .setTenantId("acme")
                .setUserId("u")
                .setProvider("google")
                .setOccurredAt(Instant.EPOCH)
                .setRequestId("r1")
                .setMode(SyncMode.DELTA)
                .setTrigger(SyncTrigger.SCHEDULE)
                .setRequestedAt(Instant.EPOCH)
                .setAttempt(1)
                .build();
    }
}
