package io.kalends.worker.incident;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.transaction.support.TransactionOperations;

import io.kalends.core.incident.Incident;
import io.kalends.core.incident.Standing;

/// Publishes what has changed about incidents, at least once, the newest of each kind, none after a newer one.
///
/// One worker at a time does. While it waits for the broker no row is held: everybody reads and changes incidents
/// meanwhile, and what has changed is told next.
final class IncidentNews {

    private static final Logger LOG = LoggerFactory.getLogger(IncidentNews.class);

    /// Longer than the producer tries, so that nothing given up here is delivered later.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Held until the transaction ends. Whoever does not get it leaves the telling to whoever has it.
    private static final String ALONE = """
            SELECT pg_try_advisory_xact_lock(hashtextextended('sync.incident', 0))
            """;

    private static final String UNTOLD = """
            SELECT provider, kind, incident_id, state, opened_at, since, probe_at, probes, message, version
              FROM sync.incident
             WHERE version > told_version
             ORDER BY since
             LIMIT 1
            """;

    private static final String TOLD = """
            UPDATE sync.incident SET told_version = :version WHERE provider = :provider AND kind = :kind
            """;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final KafkaOperations<byte[], byte[]> kafka;
    private final IncidentRecords records;

    /// How each stood when this worker last wrote of it: each probe tells it anew, and is no news to read.
    private final Map<String, String> logged = new ConcurrentHashMap<>();

    IncidentNews(
            JdbcClient jdbc,
            TransactionOperations transactions,
            KafkaOperations<byte[], byte[]> kafka,
            IncidentRecords records) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.kafka = kafka;
        this.records = records;
    }

    /// Publishes what was not told yet, unless somebody is about it.
    ///
    /// @throws RuntimeException when database or broker is away; it will be told again
    void tell() {
        for (var told = next(); told != null; told = next()) {
            if (!stands(told).equals(logged.put(told.provider() + " " + told.kind(), stands(told)))) {
                log(told);
            }
        }
    }

    /// What was told, null when there is nothing to tell or somebody else does.
    private @Nullable Incident next() {
        return transactions.execute(_ -> {
            if (!jdbc.sql(ALONE).query(Boolean.class).single()) {
                return null;
            }
            var untold = jdbc.sql(UNTOLD)
                    .query((row, _) -> JdbcIncidentBoard.incident(row))
                    .optional();
            untold.ifPresent(this::publish);
            return untold.orElse(null);
        });
    }

    private void publish(Incident incident) {
        try {
            kafka.send(records.of(incident)).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
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

    private static String stands(Incident incident) {
        return incident.id() + " " + incident.standing().getClass().getSimpleName();
    }

    private static void log(Incident incident) {
        switch (incident.standing()) {
            case Standing.Open _ ->
                LOG.warn(
                        "incident: syncs wait, counters stand still, single ones probe: provider={} kind={} cause={}",
                        incident.provider().id(),
                        incident.kind(),
                        incident.message());
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
