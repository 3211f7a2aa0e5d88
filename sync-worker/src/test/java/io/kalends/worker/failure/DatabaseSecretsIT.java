package io.kalends.worker.failure;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.Map;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/// What the driver says when PostgreSQL refuses a batch, with the settings the worker ships with.
class DatabaseSecretsIT {

    private static final String TITLE = "Planted title";

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.builder().start();
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE event (title text CHECK (title NOT LIKE 'Planted%'))");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @Test
    void a_refused_batch_quotes_nothing_it_was_to_write() throws Exception {
        try (var pool = pool(shipped())) {
            var refused = refusedBatch(pool);

            assertThat(everything(refused)).contains("23514").doesNotContain(TITLE);
            assertThat(everything(Failure.loggable(refused))).contains("23514").doesNotContain(TITLE);
        }
    }

    @Test
    void what_is_logged_quotes_nothing_even_where_the_driver_does() throws Exception {
        var talkative = shipped();
        talkative.addDataSourceProperty("logServerErrorDetail", "true");
        try (var pool = pool(talkative)) {
            var refused = refusedBatch(pool);

            assertThat(everything(refused)).contains(TITLE);
            assertThat(everything(Failure.loggable(refused))).contains("23514").doesNotContain(TITLE);
        }
    }

    private static Throwable refusedBatch(HikariDataSource pool) {
        var rows = new SqlParameterSource[] {
            new MapSqlParameterSource(Map.of("title", "Lunch")), new MapSqlParameterSource(Map.of("title", TITLE))
        };
        var refused = catchThrowable(() ->
                new NamedParameterJdbcTemplate(pool).batchUpdate("INSERT INTO event (title) VALUES (:title)", rows));
        assertThat(refused).isNotNull();
        assertThat(Failure.isOutage(refused)).isFalse();
        return refused;
    }

    private static HikariConfig shipped() throws Exception {
        var yml = new YamlPropertySourceLoader().load("worker", new ClassPathResource("sync-worker.yml"));
        var settings = new HikariConfig();
        new Binder(yml.stream().map(ConfigurationPropertySource::from).toList())
                .bind("spring.datasource.hikari", Bindable.ofInstance(settings))
                .get();
        return settings;
    }

    private static HikariDataSource pool(HikariConfig settings) {
        settings.setJdbcUrl(postgres.getJdbcUrl("postgres", "postgres"));
        settings.setMaximumPoolSize(1);
        return new HikariDataSource(settings);
    }

    /// Messages, stack and SQL states of `thrown` and of all that hangs on it.
    private static String everything(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                for (var next : sql) {
                    text.append(next.toString());
                    text.append(sql.getSQLState());
                }
            }
        }
        return text.toString();
    }
}
