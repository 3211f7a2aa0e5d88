package io.kalends.scheduler.schedule;

import java.sql.Types;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

import io.kalends.scheduler.plan.Status;
import io.kalends.schemas.ConnectionKey;

import static java.time.ZoneOffset.UTC;

/// Accepts or rejects resync commands. A filter over any number of connections is accepted in one statement.
public final class Resyncs {

    private static final Logger LOG = LoggerFactory.getLogger(Resyncs.class);

    private static final Set<String> PROVIDERS = Set.of("google", "outlook");

    private static final String INSERT = """
            INSERT INTO scheduler.resync_command (command_id, tenant_id, user_id, provider, verb, requested_by, state,
                                                  connections, remaining, accepted_at)
            VALUES (:commandId, :tenantId, :userId, :provider, :verb, :requestedBy, 'ACCEPTED', 0, 0, :now)
                ON CONFLICT (command_id) DO NOTHING
            """;

    // A row in flight keeps its request; its due time is then the wish for one more. Bulk work does not lower what is
    // already due or awaited by somebody.
    private static final String COVER = """
            WITH covered AS (
                UPDATE scheduler.schedule
                   SET due_at = LEAST(due_at, :now),
                       next_mode = CASE WHEN next_mode IN ('DELTA', :mode) THEN :mode
                                        WHEN :mode = 'DELTA' THEN next_mode
                                        ELSE 'REPUBLISH_THEN_FULL' END,
                       next_trigger = 'MANUAL',
                       next_priority = CASE WHEN due_at <= :now OR next_priority = 0
                                            THEN LEAST(next_priority, :priority) ELSE :priority END
                 WHERE tenant_id = :tenantId
                   AND (:userId::text IS NULL OR user_id = :userId)
                   AND (:provider::text IS NULL OR provider = :provider)
                   AND status IN ('LINKED', 'ACTIVE', 'DEGRADED', 'DISABLED')
                RETURNING connection_key)
            INSERT INTO scheduler.resync_target (command_id, connection_key)
            SELECT :commandId, connection_key FROM covered
            """;

    private static final String ACCEPT = """
            UPDATE scheduler.resync_command SET connections = :connections, remaining = :connections
             WHERE command_id = :commandId
            """;

    private static final String REJECT = """
            UPDATE scheduler.resync_command SET state = 'REJECTED', message = :message, ended_at = :now
             WHERE command_id = :commandId
            """;

    private static final String ANNOUNCE = """
            INSERT INTO scheduler.outbox (command_id, state, connections, message, occurred_at)
            SELECT command_id, state, connections, message, :now
              FROM scheduler.resync_command
             WHERE command_id = :commandId
            """;

    private static final String STATUS = """
            SELECT status FROM scheduler.schedule WHERE connection_key = :key
            """;

    private static final String FORGET = """
            DELETE FROM scheduler.resync_command WHERE ended_at < :before
            """;

    private final JdbcClient jdbc;
    private final ResyncCommands commands;
    private final InstantSource clock;
    private final TransactionOperations transactions;

    Resyncs(JdbcClient jdbc, ResyncCommands commands, InstantSource clock, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.commands = commands;
        this.clock = clock;
        this.transactions = transactions;
    }

    /// Accepts or rejects `wish`, once however often it comes; the answer is announced.
    public void accept(ResyncWish wish) {
        if (commands.existsById(wish.commandId())) {
            LOG.debug("resync command repeated: commandId={}", wish.commandId());
            return;
        }
        transactions.executeWithoutResult(_ -> {
            var now = clock.instant();
            if (insert(wish, now)) {
                decide(wish, now);
                jdbc.sql(ANNOUNCE)
                        .param("commandId", wish.commandId())
                        .param("now", now.atOffset(UTC))
                        .update();
            }
        });
    }

    /// Forgets commands that ended before `before`, with what they covered.
    public void forgetEnded(Instant before) {
        jdbc.sql(FORGET).param("before", before.atOffset(UTC)).update();
    }

    private boolean insert(ResyncWish wish, Instant now) {
        return jdbc.sql(INSERT)
                        .param("commandId", wish.commandId())
                        .param("tenantId", wish.tenantId())
                        .param("userId", wish.userId(), Types.VARCHAR)
                        .param("provider", wish.provider(), Types.VARCHAR)
                        .param("verb", wish.verb().name())
                        .param("requestedBy", wish.requestedBy(), Types.VARCHAR)
                        .param("now", now.atOffset(UTC))
                        .update()
                == 1;
    }

    private void decide(ResyncWish wish, Instant now) {
        var message = unreadable(wish);
        int connections = message == null ? cover(wish, now) : 0;
        if (connections > 0) {
            jdbc.sql(ACCEPT)
                    .param("commandId", wish.commandId())
                    .param("connections", connections)
                    .update();
            LOG.info(
                    "resync accepted: commandId={} verb={} connections={}", wish.commandId(), wish.verb(), connections);
            return;
        }
        var why = message == null ? whyNone(wish) : message;
        jdbc.sql(REJECT)
                .param("commandId", wish.commandId())
                .param("message", why)
                .param("now", now.atOffset(UTC))
                .update();
        LOG.info("resync rejected: commandId={} verb={}", wish.commandId(), wish.verb());
    }

    private int cover(ResyncWish wish, Instant now) {
        return jdbc.sql(COVER)
                .param("commandId", wish.commandId())
                .param("tenantId", wish.tenantId())
                .param("userId", wish.userId(), Types.VARCHAR)
                .param("provider", wish.provider(), Types.VARCHAR)
                .param("mode", wish.mode().name())
                .param("priority", wish.priority().rank())
                .param("now", now.atOffset(UTC))
                .update();
    }

    private static @Nullable String unreadable(ResyncWish wish) {
        if (wish.verb() == Verb.UNKNOWN) {
            return "The verb is not known here; use SYNC_NOW, RECONCILE or REPUBLISH.";
        }
        if (wish.provider() != null && !PROVIDERS.contains(wish.provider())) {
            return "Provider '" + wish.provider() + "' is not known; use google or outlook.";
        }
        return null;
    }

    private String whyNone(ResyncWish wish) {
        if (wish.userId() == null || wish.provider() == null) {
            return "No connection of " + wish.subject() + " can be synced; none is known, or all wait for a person.";
        }
        var key = new ConnectionKey(wish.tenantId(), wish.userId(), wish.provider()).text();
        var status = jdbc.sql(STATUS).param("key", key).query(String.class).optional();
        return status.map(Status::valueOf)
                .map(known -> "The connection of " + wish.subject()
                        + (known == Status.PAUSED
                                ? " is paused; resume it first."
                                : " must be reconnected by its user first."))
                .orElse("There is no connection of " + wish.subject() + ", or it was disconnected.");
    }
}
