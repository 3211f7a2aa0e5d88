package io.kalends.scheduler.schedule;

import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

import io.kalends.scheduler.plan.Estimate;
import io.kalends.scheduler.plan.Mode;
import io.kalends.scheduler.plan.Priority;

import static java.time.ZoneOffset.UTC;

/// Puts the wishes of resync commands into the schedule, and takes them back, each for any number of connections in one
/// statement. Everything happens within the caller's transaction.
final class Wishes {

    private static final String COVERED = """
            s.tenant_id = :tenantId
                   AND (:userId::text IS NULL OR s.user_id = :userId)
                   AND (:provider::text IS NULL OR s.provider = :provider)
                   AND s.status IN ('LINKED', 'ACTIVE', 'DEGRADED', 'DISABLED')
            """;

    // Bulk is never what is due anyway: the wish does its work too.
    private static final String REMEMBERED = """
            s.request_id IS NULL AND s.promised_at IS NULL AND s.due_at IS NOT NULL AND s.next_priority <> 3""";

    // A row in flight keeps its request; its due time is then the wish for one more. What was due anyway is remembered.
    // Runs that somebody asks for keep a distance, so that a flood of commands is two runs.
    private static final String COVER = """
            WITH modes AS (
                SELECT * FROM unnest(:before::text[], :after::text[]) AS m(before, after)),
            covered AS (
                UPDATE scheduler.schedule s
                   SET promised_at = CASE WHEN %1$s THEN s.due_at ELSE s.promised_at END,
                       promised_mode = CASE WHEN %1$s THEN s.next_mode ELSE s.promised_mode END,
                       promised_trigger = CASE WHEN %1$s THEN s.next_trigger ELSE s.promised_trigger END,
                       promised_priority = CASE WHEN %1$s THEN s.next_priority ELSE s.promised_priority END,
                       due_at = LEAST(s.due_at, GREATEST(:now, s.asked_at + :apart * interval '1 millisecond')),
                       next_mode = modes.after,
                       next_trigger = 'MANUAL',
                       next_priority = CASE WHEN s.due_at IS NOT NULL AND (s.due_at <= :now OR s.next_priority = 0 OR s.next_trigger = 'MANUAL')
                                            THEN LEAST(s.next_priority, :priority) ELSE :priority END
                  FROM modes
                 WHERE modes.before = s.next_mode
                   AND %2$s
                RETURNING s.connection_key)
            INSERT INTO scheduler.resync_target (command_id, connection_key)
            SELECT :commandId, connection_key FROM covered
            """.formatted(REMEMBERED, COVERED);

    private static final String ESTIMATE = """
            SELECT s.provider, count(*) AS connections,
                   sum(scheduler.calls(:mode, s.delta_calls, s.full_calls)) AS calls
              FROM scheduler.schedule s
             WHERE\s""" + COVERED + """
             GROUP BY s.provider
            """;

    // A statement of its own, before any that decides by what the rows say: an outcome may be settling. Rows of the
    // schedule come before targets, as wherever both are locked.
    private static final String HOLD = """
            SELECT count(*)
              FROM (SELECT s.connection_key
                      FROM scheduler.resync_target t
                      JOIN scheduler.schedule s ON s.connection_key = t.connection_key
                     WHERE t.command_id = :commandId AND t.ended_at IS NULL
                     ORDER BY s.connection_key
                       FOR UPDATE OF s) held
            """;

    private static final String END = """
            UPDATE scheduler.resync_target SET ended_at = :now WHERE command_id = :commandId AND ended_at IS NULL
            """;

    // Where other commands still wait, or what has been done for them was deferred, theirs is what is left; else what
    // was due anyway. Behind a request in flight that stays a promise: its outcome decides whether it is due still.
    // A connection that flows is left with a run in any case.
    private static final String TAKE_BACK = """
            WITH modes AS (
                SELECT * FROM unnest(:names::text[], :republishes::boolean[], :reads::int[])
                    AS m(name, republishes, reads)),
            freed AS (
                SELECT t.connection_key
                  FROM scheduler.resync_target t
                 WHERE t.command_id = :commandId AND t.ended_at = :now AND t.request_id IS NULL),
            others AS (
                SELECT f.connection_key, bool_or(m.republishes) AS republishes, max(m.reads) AS reads,
                       min(c.priority) AS priority
                  FROM freed f
                  JOIN scheduler.resync_target t
                    ON t.connection_key = f.connection_key AND t.ended_at IS NULL
                  JOIN scheduler.schedule s
                    ON s.connection_key = f.connection_key
                   AND (t.request_id IS NULL OR t.request_id IS DISTINCT FROM s.request_id)
                  JOIN scheduler.resync_command c ON c.command_id = t.command_id
                  JOIN modes m ON m.name = c.mode
                 GROUP BY f.connection_key),
            anew AS (
                SELECT s.connection_key, o.priority, w.name AS mode, s.request_id IS NULL AS free,
                       (s.request_id IS NOT NULL OR w.name IS NOT NULL) AS keeps
                  FROM freed f
                  JOIN scheduler.schedule s ON s.connection_key = f.connection_key
                  LEFT JOIN others o ON o.connection_key = f.connection_key
                  LEFT JOIN modes p ON p.name = s.promised_mode
                  LEFT JOIN modes w ON o.connection_key IS NOT NULL
                                   AND w.republishes = (o.republishes OR coalesce(p.republishes, false))
                                   AND w.reads = greatest(o.reads, coalesce(p.reads, 0)))
            UPDATE scheduler.schedule s
               SET due_at = CASE WHEN anew.mode IS NOT NULL THEN s.due_at
                                 WHEN anew.free AND s.promised_at IS NULL AND s.status <> 'DISABLED' THEN s.due_at
                                 WHEN anew.free THEN s.promised_at END,
                   next_mode = coalesce(anew.mode, CASE WHEN anew.free THEN s.promised_mode END, 'DELTA'),
                   next_trigger = CASE WHEN anew.mode IS NOT NULL THEN 'MANUAL'
                                       WHEN anew.free THEN coalesce(s.promised_trigger, 'SCHEDULE')
                                       ELSE 'SCHEDULE' END,
                   next_priority = CASE WHEN anew.mode IS NOT NULL THEN anew.priority
                                        WHEN anew.free THEN coalesce(s.promised_priority, :ordinary)
                                        ELSE :ordinary END,
                   promised_at = CASE WHEN anew.keeps THEN s.promised_at END,
                   promised_mode = CASE WHEN anew.keeps THEN s.promised_mode END,
                   promised_trigger = CASE WHEN anew.keeps THEN s.promised_trigger END,
                   promised_priority = CASE WHEN anew.keeps THEN s.promised_priority END
              FROM anew
             WHERE s.connection_key = anew.connection_key AND s.due_at IS NOT NULL
            """;

    private final JdbcClient jdbc;
    private final ClaimLimits limits;
    private final Duration apart;

    /// @param apart how far apart runs of one connection are that somebody asks for
    Wishes(JdbcClient jdbc, ClaimLimits limits, Duration apart) {
        this.jdbc = jdbc;
        this.limits = limits;
        this.apart = apart;
    }

    /// Wishes for a run of every connection that `wish` is about.
    ///
    /// @return how many there are
    int put(ResyncWish wish, Instant now) {
        var modes = Mode.values();
        var wanted = wish.verb().mode();
        return about(jdbc.sql(COVER), wish)
                .param("before", Arrays.stream(modes).map(Mode::name).toArray(String[]::new))
                .param(
                        "after",
                        Arrays.stream(modes)
                                .map(before -> wanted.and(before).name())
                                .toArray(String[]::new))
                .param("commandId", wish.commandId())
                .param("priority", wish.priority().rank())
                .param("apart", apart.toMillis())
                .param("now", now.atOffset(UTC))
                .update();
    }

    /// What it would take.
    Estimate estimate(ResyncWish wish) {
        var connections = new HashMap<String, Integer>();
        var calls = new HashMap<String, Long>();
        about(jdbc.sql(ESTIMATE), wish).param("mode", wish.verb().mode().name()).query(row -> {
            connections.put(row.getString("provider"), row.getInt("connections"));
            calls.put(row.getString("provider"), row.getLong("calls"));
        });
        return Estimate.of(connections, calls, limits.paces(), limits.maxBulk());
    }

    /// Holds the rows the command still waits for until the transaction ends, so that nothing of it ends meanwhile.
    void hold(String commandId) {
        jdbc.sql(HOLD).param("commandId", commandId).query(Long.class).single();
    }

    /// Takes back what the command wishes for and is not in flight yet. Its rows must be held.
    void takeBack(String commandId, Instant now) {
        jdbc.sql(END)
                .param("commandId", commandId)
                .param("now", now.atOffset(UTC))
                .update();
        var modes = Mode.values();
        jdbc.sql(TAKE_BACK)
                .param("names", Arrays.stream(modes).map(Mode::name).toArray(String[]::new))
                .param(
                        "republishes",
                        Arrays.stream(modes).map(Mode::republishes).toArray(Boolean[]::new))
                .param("reads", Arrays.stream(modes).map(Mode::reads).toArray(Integer[]::new))
                .param("commandId", commandId)
                .param("ordinary", Priority.SCHEDULED.rank())
                .param("now", now.atOffset(UTC))
                .update();
    }

    private static StatementSpec about(StatementSpec statement, ResyncWish wish) {
        return statement
                .param("tenantId", wish.tenantId())
                .param("userId", wish.userId(), Types.VARCHAR)
                .param("provider", wish.provider(), Types.VARCHAR);
    }
}
