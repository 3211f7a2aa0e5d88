package io.kalends.scheduler.schedule;

import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

import io.kalends.scheduler.plan.Providers;
import io.kalends.scheduler.plan.Status;
import io.kalends.schemas.ConnectionKey;

import static java.time.ZoneOffset.UTC;

/// Accepts or rejects resync commands. A filter over any number of connections is accepted in one statement.
public final class Resyncs {

    private static final Logger LOG = LoggerFactory.getLogger(Resyncs.class);

    /// Who asks for the same within this time may mean the same.
    private static final Duration REPEATED = Duration.ofMinutes(1);

    private static final String INSERT = """
            INSERT INTO scheduler.resync_command (command_id, tenant_id, user_id, provider, verb, mode, priority,
                                                  requested_by, state, connections, remaining, accepted_at, told_at)
            VALUES (:commandId, :tenantId, :userId, :provider, :verb, :mode, :priority, :requestedBy, 'ACCEPTED', 0, 0,
                    :now, :now)
                ON CONFLICT (command_id) DO NOTHING
            """;

    // One connection is only spared a run that has not gone yet: whoever asks again may have changed something since.
    private static final String EARLIER = """
            SELECT c.command_id
              FROM scheduler.resync_command c
             WHERE c.tenant_id = :tenantId AND c.verb = :verb AND c.accepted_at > :since
               AND c.user_id IS NOT DISTINCT FROM :userId::text AND c.provider IS NOT DISTINCT FROM :provider::text
               AND c.command_id <> :commandId AND c.joined_command_id IS NULL
               AND (CASE WHEN :expensive THEN c.state IN ('ACCEPTED', 'DONE')
                         WHEN NOT :one THEN c.state = 'ACCEPTED'
                         ELSE c.state = 'ACCEPTED' AND EXISTS (
                              SELECT 1 FROM scheduler.resync_target t
                               WHERE t.command_id = c.command_id AND t.request_id IS NULL AND t.ended_at IS NULL)
                    END)
             ORDER BY c.number DESC
             LIMIT 1
            """;

    private static final String JOIN = """
            UPDATE scheduler.resync_command c
               SET joined_command_id = led.command_id, state = led.state, connections = led.connections,
                   remaining = led.remaining, ended_at = CASE WHEN led.ended_at IS NOT NULL THEN :now END
              FROM scheduler.resync_command led
             WHERE c.command_id = :commandId AND led.command_id = :earlier
            """;

    private static final String ACCEPT = """
            UPDATE scheduler.resync_command SET connections = :connections, remaining = :connections
             WHERE command_id = :commandId
            """;

    private static final String END = """
            UPDATE scheduler.resync_command SET state = :state, message = :message, ended_at = :now
             WHERE command_id = :commandId
            """;

    private static final String ESTIMATED = """
            UPDATE scheduler.resync_command
               SET state = 'ESTIMATED', connections = :connections, estimated_calls = :calls,
                   estimated_seconds = :seconds, ended_at = :now
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
    private final Wishes wishes;
    private final ResyncNews news;
    private final InstantSource clock;
    private final TransactionOperations transactions;

    Resyncs(
            JdbcClient jdbc,
            ResyncCommands commands,
            Wishes wishes,
            ResyncNews news,
            InstantSource clock,
            TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.commands = commands;
        this.wishes = wishes;
        this.news = news;
        this.clock = clock;
        this.transactions = transactions;
    }

    /// Accepts or rejects each of `asked`, once however often it comes; the answers are announced.
    public void accept(List<ResyncWish> asked) {
        transactions.executeWithoutResult(_ -> {
            var now = clock.instant();
            for (var wish : asked) {
                if (insert(wish, now)) {
                    decide(wish, now);
                } else {
                    LOG.debug("resync command repeated: commandId={}", wish.commandId());
                }
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
                        .param("mode", wish.verb().mode().name())
                        .param("priority", wish.priority().rank())
                        .param("requestedBy", wish.requestedBy(), Types.VARCHAR)
                        .param("now", now.atOffset(UTC))
                        .update()
                == 1;
    }

    private void decide(ResyncWish wish, Instant now) {
        var unreadable = unreadable(wish);
        if (unreadable != null) {
            reject(wish, unreadable, now);
        } else if (wish.verb() == Verb.CANCEL) {
            cancel(wish, now);
        } else if (wish.dryRun()) {
            estimate(wish, now);
        } else {
            earlier(wish, now).ifPresentOrElse(earlier -> join(wish, earlier, now), () -> cover(wish, now));
        }
    }

    private void cover(ResyncWish wish, Instant now) {
        int connections = wishes.put(wish, now);
        if (connections == 0) {
            reject(wish, whyNone(wish), now);
            return;
        }
        jdbc.sql(ACCEPT)
                .param("commandId", wish.commandId())
                .param("connections", connections)
                .update();
        news.tell(wish.commandId(), now);
        LOG.info("resync accepted: commandId={} verb={} connections={}", wish.commandId(), wish.verb(), connections);
    }

    private Optional<String> earlier(ResyncWish wish, Instant now) {
        return jdbc.sql(EARLIER)
                .param("commandId", wish.commandId())
                .param("tenantId", wish.tenantId())
                .param("userId", wish.userId(), Types.VARCHAR)
                .param("provider", wish.provider(), Types.VARCHAR)
                .param("verb", wish.verb().name())
                .param("expensive", wish.verb().expensive())
                .param("one", wish.namesOne())
                .param("since", now.minus(REPEATED).atOffset(UTC))
                .query(String.class)
                .optional();
    }

    private void join(ResyncWish wish, String earlier, Instant now) {
        jdbc.sql(JOIN)
                .param("commandId", wish.commandId())
                .param("earlier", earlier)
                .param("now", now.atOffset(UTC))
                .update();
        news.tell(wish.commandId(), now);
        LOG.debug("resync command joins another: commandId={} joined={}", wish.commandId(), earlier);
    }

    private void estimate(ResyncWish wish, Instant now) {
        var estimate = wishes.estimate(wish);
        jdbc.sql(ESTIMATED)
                .param("commandId", wish.commandId())
                .param("connections", estimate.connections())
                .param("calls", estimate.calls())
                .param("seconds", estimate.time().toSeconds())
                .param("now", now.atOffset(UTC))
                .update();
        news.tell(wish.commandId(), now);
    }

    private void cancel(ResyncWish wish, Instant now) {
        var found = cancelled(wish);
        if (found.isEmpty()) {
            reject(wish, "There is no command '" + wish.cancelled() + "' of tenant '" + wish.tenantId() + "'.", now);
            return;
        }
        wishes.hold(found.get().commandId());
        // How far it has come is known once nothing of it can end any more.
        var command = cancelled(wish).orElseThrow();
        if (command.endedAt() != null) {
            reject(
                    wish,
                    "Command '" + command.commandId() + "' has ended already; it is " + command.state() + ".",
                    now);
            return;
        }
        int done = command.connections() - command.remaining();
        wishes.takeBack(command.commandId(), now);
        end(
                command.commandId(),
                ResyncState.CANCELLED,
                "Cancelled when " + done + " of " + command.connections() + " were done.",
                now);
        end(wish.commandId(), ResyncState.DONE, null, now);
        LOG.info("resync cancelled: commandId={} done={} of={}", command.commandId(), done, command.connections());
    }

    private Optional<ResyncCommand> cancelled(ResyncWish wish) {
        return Optional.ofNullable(wish.cancelled())
                .flatMap(commands::findById)
                .filter(command -> command.tenantId().equals(wish.tenantId()));
    }

    private void reject(ResyncWish wish, String why, Instant now) {
        end(wish.commandId(), ResyncState.REJECTED, why, now);
        LOG.info("resync rejected: commandId={} verb={}", wish.commandId(), wish.verb());
    }

    private void end(String commandId, ResyncState state, @Nullable String message, Instant now) {
        jdbc.sql(END)
                .param("commandId", commandId)
                .param("state", state.name())
                .param("message", message, Types.VARCHAR)
                .param("now", now.atOffset(UTC))
                .update();
        news.tell(commandId, now);
    }

    private static @Nullable String unreadable(ResyncWish wish) {
        if (wish.verb() == Verb.UNKNOWN) {
            return "The verb is not known here; use SYNC_NOW, RECONCILE, REBUILD, REPUBLISH or CANCEL.";
        }
        if (wish.provider() != null && !Providers.IDS.contains(wish.provider())) {
            return "Provider '" + wish.provider() + "' is not known; use google or outlook.";
        }
        if (wish.verb() == Verb.CANCEL && (wish.dryRun() || wish.cancelled() == null)) {
            return "CANCEL needs cancelledCommandId and knows no dry run.";
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
