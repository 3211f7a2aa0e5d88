package io.kalends.worker.incident;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.transaction.support.TransactionOperations;

import io.kalends.core.incident.Incident;
import io.kalends.core.incident.Standing;
import io.kalends.schemas.CloudEvents;
import io.kalends.schemas.Keys;
import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.schemas.v1.IncidentChanged;
import io.kalends.schemas.v1.IncidentKind;
import io.kalends.schemas.v1.IncidentState;

/// Publishes what has changed about incidents, at least once, the newest of each kind.
final class IncidentNews {

    private static final Logger LOG = LoggerFactory.getLogger(IncidentNews.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    // A row that another worker is telling is left to it.
    private static final String UNTOLD = """
            SELECT provider, kind, incident_id, state, opened_at, since, probe_at, probes, message, version
              FROM sync.incident
             WHERE version > told_version
               FOR UPDATE SKIP LOCKED
            """;

    private static final String TOLD = """
            UPDATE sync.incident SET told_version = :version WHERE provider = :provider AND kind = :kind
            """;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final KafkaOperations<byte[], byte[]> kafka;
    private final AvroCodec codec;
    private final Topics topics;
    private final InstantSource clock;

    IncidentNews(
            JdbcClient jdbc,
            TransactionOperations transactions,
            KafkaOperations<byte[], byte[]> kafka,
            AvroCodec codec,
            Topics topics,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.kafka = kafka;
        this.codec = codec;
        this.topics = topics;
        this.clock = clock;
    }

    /// Publishes what was not told yet.
    ///
    /// @throws RuntimeException when database or broker is away; all of it will be told again
    void tell() {
        List<Incident> told = transactions.execute(_ -> {
            var untold = jdbc.sql(UNTOLD)
                    .query((row, _) -> JdbcIncidentBoard.incident(row))
                    .list();
            untold.forEach(this::publish);
            return untold;
        });
        told.forEach(IncidentNews::log);
    }

    private void publish(Incident incident) {
        try {
            kafka.send(message(incident)).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while an incident was told", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("an incident could not be told; it will be told again", e);
        }
        jdbc.sql(TOLD)
                .param("version", incident.version())
                .param("provider", incident.provider().id())
                .param("kind", incident.kind().name())
                .update();
    }

    private ProducerRecord<byte[], byte[]> message(Incident incident) {
        var topic = topics.incidentChanged();
        var provider = incident.provider().id();
        var key = Keys.incident(provider, incident.kind().name());
        var eventId = eventId(incident);
        var now = clock.instant();
        var standing = incident.standing();
        var changed = IncidentChanged.newBuilder()
                .setEventId(eventId)
                .setProvider(provider)
                .setOccurredAt(now)
                .setIncidentId(incident.id().toString())
                .setVersion(incident.version())
                .setKind(IncidentKind.valueOf(incident.kind().name()))
                .setState(
                        switch (standing) {
                            case Standing.Open _ -> IncidentState.OPEN;
                            case Standing.Recovering _ -> IncidentState.RECOVERING;
                            case Standing.Closed _ -> IncidentState.CLOSED;
                        })
                .setOpenedAt(incident.openedAt())
                .setClosedAt(standing instanceof Standing.Closed closed ? closed.at() : null)
                .setProbeAt(standing instanceof Standing.Open open ? open.probeAt() : null)
                .setMessage(incident.message())
                .build();
        var record = new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), codec.encode(topic, changed));
        var type = topic.substring(topics.prefix().length());
        CloudEvents.addTo(record.headers(), CloudEvents.of(eventId, type, "/kalends/sync-worker", key, now));
        return record;
    }

    /// The same over repeats.
    private static String eventId(Incident incident) {
        var name = incident.id() + "/" + incident.version();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static void log(Incident incident) {
        switch (incident.standing()) {
            case Standing.Open open -> {
                if (open.probes() == 0) {
                    LOG.warn(
                            "incident: syncs wait, counters stand still, single ones probe: provider={} kind={} cause={}",
                            incident.provider().id(),
                            incident.kind(),
                            incident.message());
                }
            }
            case Standing.Recovering _ ->
                LOG.info(
                        "incident recovers: provider={} kind={}",
                        incident.provider().id(),
                        incident.kind());
            case Standing.Closed _ ->
                LOG.info(
                        "incident is over: provider={} kind={}",
                        incident.provider().id(),
                        incident.kind());
        }
    }
}
