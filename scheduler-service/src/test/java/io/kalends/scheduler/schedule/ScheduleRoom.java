package io.kalends.scheduler.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import javax.sql.DataSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

import io.kalends.scheduler.TestClock;
import io.kalends.scheduler.TestDatabase;
import io.kalends.scheduler.plan.ConnectionNews;
import io.kalends.scheduler.plan.Outcome;
import io.kalends.scheduler.plan.Shares;
import io.kalends.scheduler.plan.Status;

/// The room `schedule` on a database of its own, with the test's clock and no chance. Sessions live in a time zone with
/// an odd offset.
public final class ScheduleRoom implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final String url = TestDatabase.create();
    private long sequence;

    public ScheduleRoom(String... settings) {
        var all = new ArrayList<>(List.of(
                "--spring.datasource.url=" + url,
                "--spring.datasource.username=postgres",
                "--spring.datasource.hikari.connection-init-sql=SET TIME ZONE 'Asia/Kathmandu'",
                "--management.endpoint.health.validate-group-membership=false",
                "--spring.config.name=scheduler-service"));
        all.addAll(List.of(settings));
        context = new SpringApplicationBuilder(Beans.class)
                .web(WebApplicationType.NONE)
                .run(all.toArray(String[]::new));
    }

    /// JDBC address of the database, for user `postgres`.
    public String url() {
        return url;
    }

    public TestClock clock() {
        return context.getBean(TestClock.class);
    }

    public Instant now() {
        return clock().instant();
    }

    public Claims claims() {
        return context.getBean(Claims.class);
    }

    /// Limits that keep nobody back but by their number.
    public static ClaimLimits limits(int batch, int maxInFlight) {
        return new ClaimLimits(
                batch,
                maxInFlight,
                Duration.ofMinutes(10),
                Duration.ofMinutes(30),
                new Shares(Map.of(), Map.of(), maxInFlight),
                Map.of());
    }

    /// Claims of another scheduler on the same table.
    public Claims claims(ClaimLimits limits) {
        return new Claims(jdbc(), limits);
    }

    public Settlements settlements() {
        return context.getBean(Settlements.class);
    }

    public Connections connections() {
        return context.getBean(Connections.class);
    }

    public Resyncs resyncs() {
        return context.getBean(Resyncs.class);
    }

    public Announcements announcements() {
        return context.getBean(Announcements.class);
    }

    public Backlogs backlogs() {
        return context.getBean(Backlogs.class);
    }

    public JdbcClient jdbc() {
        return context.getBean(JdbcClient.class);
    }

    public TransactionOperations transactions() {
        return context.getBean(TransactionOperations.class);
    }

    public DataSource pool() {
        return context.getBean(DataSource.class);
    }

    ResyncCommand command(String commandId) {
        return context.getBean(ResyncCommands.class).findById(commandId).orElseThrow();
    }

    /// Empties all tables and sets the clock back to noon.
    public void clear() {
        jdbc().sql(
                        "TRUNCATE scheduler.schedule, scheduler.disconnected, scheduler.resync_command, scheduler.outbox CASCADE")
                .update();
        jdbc().sql("UPDATE scheduler.pace SET calls = 0, filled_at = 'epoch'").update();
        clock().set(TestClock.NOON);
        sequence = 0;
    }

    /// Next number of the worker's counter.
    public long nextSequence() {
        return ++sequence;
    }

    /// A connection that flows and is due at `dueAt`.
    public void connection(String key, Instant dueAt) {
        told(key, Status.ACTIVE);
        set(key, "due_at = '" + dueAt + "'");
    }

    /// `count` connections `tenant/u0000/google` and so on, due at `dueAt`.
    public void connections(String tenant, int count, Instant dueAt) {
        jdbc().sql("""
                INSERT INTO scheduler.schedule (connection_key, tenant_id, user_id, provider, status, due_at, next_mode,
                                                next_trigger, next_priority, connection_sequence, outcome_sequence)
                SELECT :tenant || '/u' || n || '/google', :tenant, 'u' || n, 'google', 'ACTIVE', :due, 'DELTA',
                       'SCHEDULE', 2, 1, 0
                  FROM generate_series(1, :count) n
                """)
                .param("tenant", tenant)
                .param("due", dueAt.atOffset(ZoneOffset.UTC))
                .param("count", count)
                .update();
    }

    public void told(String key, Status status) {
        connections().learn(new ConnectionNews(key, nextSequence(), status, false, now()));
    }

    public void set(String key, String assignments) {
        jdbc().sql("UPDATE scheduler.schedule SET " + assignments + " WHERE connection_key = :key")
                .param("key", key)
                .update();
    }

    /// Claims and commits what is due.
    public List<Request> claim() {
        return Objects.requireNonNull(
                transactions().execute(_ -> claims().claim(now()).requests()));
    }

    public void completed(String key, UUID requestId) {
        settlements().settle(key, new Outcome.Completed(requestId.toString(), nextSequence(), false, 1));
    }

    /// Columns of one connection, absent ones left out; empty when there is no row.
    public Map<String, Object> row(String key) {
        return jdbc().sql("SELECT * FROM scheduler.schedule WHERE connection_key = :key")
                .param("key", key)
                .query((row, _) -> {
                    var columns = new TreeMap<String, Object>();
                    for (int i : IntStream.rangeClosed(1, row.getMetaData().getColumnCount())
                            .toArray()) {
                        var name = row.getMetaData().getColumnName(i);
                        var value = name.endsWith("_at") || name.endsWith("_until")
                                ? row.getObject(i, OffsetDateTime.class)
                                : row.getObject(i);
                        if (value != null) {
                            columns.put(name, value instanceof OffsetDateTime time ? time.toInstant() : value);
                        }
                    }
                    return (Map<String, Object>) columns;
                })
                .optional()
                .orElse(Map.of());
    }

    /// What is in the outbox: state, number of connections, message.
    public List<Announcement> announced() {
        return Objects.requireNonNull(
                transactions().execute(_ -> announcements().take(1000)));
    }

    @Override
    public void close() {
        context.close();
    }

    // No @Configuration: the whole application must not find it by scanning.
    @EnableAutoConfiguration
    @Import(ScheduleConfiguration.class)
    static class Beans {

        @Bean
        @Primary
        TestClock testClock() {
            return new TestClock();
        }

        @Bean
        DoubleSupplier chance() {
            return () -> 0.5;
        }
    }
}
