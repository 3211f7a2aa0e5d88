package io.kalends.worker.incident;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.mock.MockProducerFactory;

import io.kalends.core.connection.Provider;
import io.kalends.core.incident.Incident;
import io.kalends.core.incident.IncidentKind;
import io.kalends.core.incident.Standing;
import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.schemas.v1.IncidentChanged;
import io.kalends.schemas.v1.IncidentState;
import io.kalends.worker.vault.VaultDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/// Workers that tell of incidents, and a broker that answers when it is told to.
class IncidentNewsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Standing OPEN = new Standing.Open(NOON, NOON.plusSeconds(15), 0);
    private static final Standing RECOVERING = new Standing.Recovering(NOON.plusSeconds(60));
    private static final Duration SOON = Duration.ofSeconds(10);

    private final VaultDatabase database = new VaultDatabase();
    private final JdbcIncidentBoard board = new JdbcIncidentBoard(database.jdbc());
    private final Broker broker = new Broker();
    private final IncidentNews one = worker();
    private final IncidentNews other = worker();
    private final AvroCodec codec = new AvroCodec();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void while_the_broker_is_away_incidents_are_read_and_changed() throws Exception {
        var first = opened();
        var telling = telling(one);

        assertThat(board.look().incidents()).containsExactly(first);
        var change = CompletableFuture.supplyAsync(() -> board.replace(first, incident(RECOVERING, 2)));

        await("a change that waits for no broker").atMost(SOON).until(change::isDone);
        assertThat(change.get()).isTrue();
        assertThat(telling.isDone()).isFalse();
        broker.completeNext();
        await().atMost(SOON).until(() -> broker.history().size() == 2);
        broker.completeNext();
        telling.get();
        assertThat(told()).containsExactly(IncidentState.OPEN, IncidentState.RECOVERING);
    }

    @Test
    void what_one_worker_is_telling_no_other_tells_or_overtakes() throws Exception {
        var first = opened();
        var telling = telling(one);
        board.replace(first, incident(RECOVERING, 2));

        other.tell();

        assertThat(told()).containsExactly(IncidentState.OPEN);
        broker.completeNext();
        await().atMost(SOON).until(() -> broker.history().size() == 2);
        broker.completeNext();
        telling.get();
        other.tell();
        assertThat(told()).containsExactly(IncidentState.OPEN, IncidentState.RECOVERING);
    }

    @Test
    void what_the_broker_did_not_take_is_told_again_as_it_then_stands() throws Exception {
        var first = opened();
        var telling = telling(one);
        board.replace(first, incident(RECOVERING, 2));
        broker.errorNext(new TimeoutException("away"));
        assertThatThrownBy(telling::get).isInstanceOf(ExecutionException.class);

        var again = telling(other);
        broker.completeNext();

        again.get();
        assertThat(told()).containsExactly(IncidentState.OPEN, IncidentState.RECOVERING);
    }

    private Incident opened() {
        var incident = incident(OPEN, 1);
        board.replace(null, incident);
        return incident;
    }

    private static Incident incident(Standing standing, long version) {
        return new Incident(
                Provider.GOOGLE, IncidentKind.OUTAGE, new UUID(1, 2), standing, NOON, "503 backendError", version);
    }

    /// A worker that has sent something and waits for the broker.
    private Future<?> telling(IncidentNews worker) {
        var before = broker.history().size();
        var telling = Executors.newVirtualThreadPerTaskExecutor().submit(worker::tell);
        await().atMost(SOON).until(() -> broker.history().size() > before);
        return telling;
    }

    private List<IncidentState> told() {
        return broker.history().stream()
                .map(record -> ((IncidentChanged) codec.decode(record.topic(), record.value())).getState())
                .toList();
    }

    private IncidentNews worker() {
        var records = new IncidentRecords(new AvroCodec(), Topics.DEFAULT, InstantSource.fixed(NOON));
        var kafka = new KafkaTemplate<>(new MockProducerFactory<>(() -> broker));
        return new IncidentNews(database.jdbc(), database.transactions(), kafka, records);
    }

    /// Stays open whatever the template does.
    private static final class Broker extends MockProducer<byte[], byte[]> {

        Broker() {
            super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public void close(Duration timeout) {}
    }
}
