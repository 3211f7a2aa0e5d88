package io.kalends.worker.engine;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.UncategorizedSQLException;

import io.kalends.core.store.SyncRequest;
import io.kalends.core.sync.SyncRun;
import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;
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
                        new OutgoingRecords(new AvroCodec(), Topics.DEFAULT),
                        registry)
                .handle(List.of(request()));

        assertThat(handled).extracting(SyncRequest::requestId).containsExactly("r1");
        assertThat(registry.get("kalends.sync.duration")
                        .tag("outcome", "COMPLETED")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void a_registry_is_asked_once_for_every_record_and_before_the_engine_begins() throws Exception {
        var asked = new CopyOnWriteArrayList<String>();
        var askedBefore = new ArrayList<Integer>();
        var away = new AtomicBoolean(true);
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var answer = "{\"id\":1}".getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(away.get() ? 503 : 200, answer.length);
            asked.add(exchange.getRequestURI().getPath());
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        try {
            var codec = AvroCodec.create(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
            var requests = new SyncRequests(
                    _ -> {
                        askedBefore.add(asked.size());
                        return SyncRun.Handled.COMPLETED;
                    },
                    new OutgoingRecords(codec, Topics.DEFAULT),
                    registry);

            assertThatThrownBy(() -> requests.handle(List.of(request())))
                    .isInstanceOf(InfrastructureUnavailableException.class);
            assertThat(askedBefore).isEmpty();
            asked.clear();
            away.set(false);
            requests.handle(List.of(request()));
            requests.handle(List.of(request()));
        } finally {
            server.stop(0);
        }

        assertThat(asked).doesNotHaveDuplicates().hasSize(5);
        assertThat(askedBefore).containsExactly(5, 5);
    }

    @Test
    void a_rebuild_reaches_the_engine_as_one() throws InterruptedException {
        var handled = new ArrayList<SyncRequest>();

        new SyncRequests(
                        requests -> {
                            handled.addAll(requests);
                            return SyncRun.Handled.COMPLETED;
                        },
                        new OutgoingRecords(new AvroCodec(), Topics.DEFAULT),
                        registry)
                .handle(List.of(SyncRequested.newBuilder(request())
                        .setMode(SyncMode.REBUILD)
                        .build()));

        assertThat(handled).extracting(SyncRequest::rebuilds).containsExactly(true);
    }

    private void handle(RuntimeException thrown) throws InterruptedException {
        new SyncRequests(
                        _ -> {
                            throw thrown;
                        },
                        new OutgoingRecords(new AvroCodec(), Topics.DEFAULT),
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
