package io.kalends.worker.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.plan.Brake;
import io.kalends.core.store.SyncStore;
import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.schemas.v1.CalendarEvent;
import io.kalends.worker.tenant.TenantSettings;
import io.kalends.worker.tenant.Tenants;
import io.kalends.worker.vault.VaultDatabase;

/// The JDBC store on an embedded PostgreSQL. Its sessions live in the time zone of the tests' JVM, 45 minutes off.
final class JdbcWorld implements World, AutoCloseable {

    static final StoreProperties SETTINGS = new StoreProperties(
            Duration.ofDays(1), 3, Duration.ofDays(2), Duration.ofDays(30), Duration.ofMinutes(10), 4);

    private final VaultDatabase database = new VaultDatabase();
    final JdbcClient jdbc;
    final TransactionTemplate transactions;
    final OutboxTable outbox;
    final WeakSealer sealer = new WeakSealer();
    final ConnectionStates states;
    final Housekeeping housekeeping;
    final MeterRegistry meters = new SimpleMeterRegistry();
    final Holds holds;
    private final NamedParameterJdbcTemplate template;
    private final SyncStore store;

    JdbcWorld() {
        this(Brake.USUAL);
    }

    JdbcWorld(Brake brake) {
        template = new NamedParameterJdbcTemplate(database.source());
        jdbc = JdbcClient.create(template);
        transactions = new TransactionTemplate(new JdbcTransactionManager(database.source()));
        outbox = new OutboxTable(template);
        var configuration = new PersistenceConfiguration();
        var connections = configuration.storeConnections(jdbc);
        var journal =
                configuration.storeJournal(connections, outbox, new AvroCodec(), Topics.DEFAULT, UUID::randomUUID);
        Tenants tenants = _ -> TenantSettings.DEFAULT;
        states = configuration.connectionStates(jdbc, connections, journal, tenants);
        var metrics = configuration.brakeMetrics(meters);
        var deletions = configuration.storeDeletions(template, connections, journal, tenants, brake, metrics, SETTINGS);
        holds = configuration.holds(jdbc, connections, deletions, metrics);
        store = configuration.syncStore(
                template, transactions, sealer, connections, journal, states, deletions, tenants, SETTINGS);
        housekeeping = configuration.storeHousekeeping(
                jdbc, transactions, connections, configuration.tombstones(connections, journal), SETTINGS);
    }

    @Override
    public SyncStore store() {
        return store;
    }

    @Override
    public int sweepBatch() {
        return SETTINGS.sweepBatch();
    }

    @Override
    public void connect(ConnectionKey key) {
        jdbc.sql("""
                INSERT INTO sync.connection (connection_key, tenant_id, user_id, provider, status)
                VALUES (:key, :tenant, :user, :provider, 'LINKED')
                """)
                .param("key", KeyText.of(key))
                .param("tenant", key.tenantId())
                .param("user", key.userId())
                .param("provider", key.provider().id())
                .update();
    }

    @Override
    public void put(ConnectionKey key, ConnectionStatus status) {
        jdbc.sql("UPDATE sync.connection SET status = :status, fence = fence + 1 WHERE connection_key = :key")
                .param("status", status.name())
                .param("key", KeyText.of(key))
                .update();
    }

    @Override
    public void interrupt(ConnectionKey key) {
        run("UPDATE sync.connection SET fence = fence + 1 WHERE connection_key = :key", key);
    }

    @Override
    public void release(ConnectionKey key, CalendarId... calendars) {
        decide(key, () -> holds.release(key, Set.of(calendars)));
    }

    @Override
    public void discard(ConnectionKey key, CalendarId... calendars) {
        decide(key, () -> holds.discard(key, Set.of(calendars)));
    }

    private void decide(ConnectionKey key, Runnable decision) {
        transactions.executeWithoutResult(_ -> {
            interrupt(key);
            decision.run();
            states.emit(key, null);
        });
    }

    @Override
    public List<Told> told(ConnectionKey key) {
        return outbox.told(KeyText.of(key));
    }

    @Override
    public Map<String, String> held(ConnectionKey key, CalendarId calendar) {
        var held = new HashMap<String, String>();
        jdbc.sql("""
                SELECT event_id, payload
                  FROM sync.event
                 WHERE connection_key = :key
                   AND calendar_id = :calendar
                   AND NOT gone
                """)
                .param("key", KeyText.of(key))
                .param("calendar", calendar.value())
                .query(row -> {
                    held.put(row.getString("event_id"), title(row.getBytes("payload")));
                });
        return held;
    }

    /// The one value `sql` finds for the connection `:key`.
    <T> T value(Class<T> type, String sql, ConnectionKey key) {
        return jdbc.sql(sql).param("key", KeyText.of(key)).query(type).single();
    }

    /// Runs `sql` for the connection `:key`.
    void run(String sql, ConnectionKey key) {
        jdbc.sql(sql).param("key", KeyText.of(key)).update();
    }

    private static String title(byte[] payload) {
        try {
            return String.valueOf(CalendarEvent.getDecoder().decode(payload).getTitle());
        } catch (IOException e) {
            throw new UncheckedIOException("a stored event does not open", e);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
