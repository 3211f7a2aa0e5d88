package io.kalends.worker.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.Provider;
import io.kalends.core.token.RefreshToken;
import io.kalends.core.token.TokenEndpoint;
import io.kalends.schemas.Keys;
import io.kalends.worker.outbox.Outbox;
import io.kalends.worker.outbox.OutboxRow;
import io.kalends.worker.persistence.TestHolds;
import io.kalends.worker.persistence.TestTombstones;
import io.kalends.worker.vault.TestVault;
import io.kalends.worker.vault.VaultDatabase;

import static java.nio.charset.StandardCharsets.UTF_8;

/// The command room of one worker on a database, with its neighbours played.
final class CommandStage {

    static final ConnectionKey KEY = new ConnectionKey("acme", "u1", Provider.GOOGLE);

    record Announced(ConnectionKey key, @Nullable String commandId, String status) {}

    final VaultDatabase database;
    final TestVault vault;
    final List<OutboxRow> outbox = new ArrayList<>();
    final List<Announced> announced = new ArrayList<>();
    final List<RefreshToken> revoked = new ArrayList<>();
    final Commands commands;

    @Nullable
    RuntimeException providerFails;

    /// The provider the installation has no adapter for.
    @Nullable
    Provider missing;

    CommandStage(VaultDatabase database) {
        this.database = database;
        this.vault = new TestVault(database);
        this.commands = commands(outbox::addAll);
    }

    /// The room with an outbox of the caller's own.
    Commands commands(Outbox rows) {
        var connections = new ConnectionRows(database.jdbc());
        var ledger = new Ledger(database.transactions(), connections, this::announce);
        TokenEndpoints endpoints = provider -> provider.equals(missing) ? null : new Provided();
        var revocation = new Revocation(vault.tokens(), endpoints);
        var erasing = new Disconnecting.Erasing(
                connections,
                new Erasure(database.jdbc(), TestTombstones.to(rows, database.jdbc())),
                vault.credentials());
        return new Commands(
                ledger,
                connections,
                new Connecting(ledger, connections, vault.arrivals(), vault.credentials(), endpoints),
                new Disconnecting(ledger, revocation, erasing),
                new CalendarSelection(database.jdbc()),
                new HoldDecisions(TestHolds.to(rows, new NamedParameterJdbcTemplate(database.source()))));
    }

    Outcome connect(ConnectionKey key, String json) {
        var half = vault.pairs().newest();
        return carryOut(
                new ConnectionCommand.Connect(order(key), half.keyId(), TestVault.seal(half.keyset(), key, json)));
    }

    Outcome connect(ConnectionKey key) {
        return connect(key, "{\"refreshToken\": \"refresh-of-" + key.userId() + "\"}");
    }

    Outcome disconnect(ConnectionKey key) {
        return carryOut(new ConnectionCommand.Disconnect(order(key)));
    }

    Outcome select(ConnectionKey key, String... calendars) {
        return carryOut(new ConnectionCommand.SelectCalendars(
                order(key), Set.of(calendars).stream().map(CalendarId::new).collect(Collectors.toSet())));
    }

    Outcome carryOut(ConnectionCommand command) {
        try {
            return commands.carryOut(command);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static Order order(ConnectionKey key) {
        return new Order(UUID.randomUUID().toString(), key);
    }

    static String row(ConnectionKey key) {
        return new Order("any", key).row();
    }

    void calendar(ConnectionKey key, String id, boolean selected, @Nullable String cursor) {
        database.jdbc()
                .sql("""
                INSERT INTO sync.calendar (connection_key, calendar_id, name, selected, status, cursor_sealed)
                VALUES (:key, :id, :id, :selected, :status, CAST(:cursor AS bytea))
                """)
                .param("key", row(key))
                .param("id", id)
                .param("selected", selected)
                .param("status", cursor == null ? "NEW" : "LIVE")
                .param("cursor", cursor == null ? null : cursor.getBytes(UTF_8))
                .update();
    }

    void event(ConnectionKey key, String calendar, String id, boolean gone) {
        database.jdbc()
                .sql("""
                INSERT INTO sync.event (connection_key, calendar_id, event_id, key_hash, gone)
                VALUES (:key, :calendar, :id, :hash, :gone)
                """)
                .param("key", row(key))
                .param("calendar", calendar)
                .param("id", id)
                .param("hash", Keys.eventHash(calendar, id))
                .param("gone", gone)
                .update();
    }

    String status(ConnectionKey key) {
        return text("SELECT status FROM sync.connection WHERE connection_key = '" + row(key) + "'");
    }

    long fence(ConnectionKey key) {
        return Long.parseLong(text("SELECT fence FROM sync.connection WHERE connection_key = '" + row(key) + "'"));
    }

    long rows(String table) {
        return Long.parseLong(text("SELECT count(*) FROM sync." + table));
    }

    String text(String sql) {
        return Objects.requireNonNull(
                database.jdbc().sql(sql).query(String.class).single());
    }

    private void announce(ConnectionKey key, @Nullable String commandId) {
        announced.add(new Announced(key, commandId, status(key)));
    }

    private final class Provided implements TokenEndpoint {

        @Override
        public Grant refresh(RefreshToken token) {
            throw new IllegalStateException("no command refreshes a token");
        }

        @Override
        public boolean revoke(RefreshToken token) {
            revoked.add(token);
            if (providerFails != null) {
                throw providerFails;
            }
            return true;
        }
    }
}
