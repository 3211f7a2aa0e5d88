package io.kalends.worker.vault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.Provider;

import static java.nio.charset.StandardCharsets.UTF_8;

/// A database of one's own with the worker's tables, on one embedded PostgreSQL for all tests of the JVM.
public final class VaultDatabase implements AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String name;
    private final HikariDataSource source;
    private final JdbcClient jdbc;

    public VaultDatabase() {
        this.name = "vault" + NUMBER.incrementAndGet();
        JdbcClient.create(Server.RUNNING.getPostgresDatabase())
                .sql("CREATE DATABASE " + name)
                .update();
        var config = new HikariConfig();
        config.setJdbcUrl(url());
        config.setUsername("postgres");
        config.setMaximumPoolSize(10);
        this.source = new HikariDataSource(config);
        this.jdbc = JdbcClient.create(source);
        jdbc.sql("CREATE SCHEMA sync").update();
        migrations().forEach(sql -> jdbc.sql(sql).update());
    }

    public String url() {
        return Server.RUNNING.getJdbcUrl("postgres", name);
    }

    public JdbcClient jdbc() {
        return jdbc;
    }

    public DataSource source() {
        return source;
    }

    public TransactionTemplate transactions() {
        return new TransactionTemplate(new JdbcTransactionManager(source));
    }

    /// A linked connection without a credential.
    public ConnectionKey connection(String tenant, String user) {
        var key = new ConnectionKey(tenant, user, Provider.GOOGLE);
        connection(key);
        return key;
    }

    /// As [#connection(String, String)], with any provider.
    public void connection(ConnectionKey key) {
        jdbc.sql("""
                INSERT INTO sync.connection (connection_key, tenant_id, user_id, provider, status)
                VALUES (:key, :tenant, :user, :provider, 'LINKED')
                """)
                .param("key", Field.row(key))
                .param("tenant", key.tenantId())
                .param("user", key.userId())
                .param("provider", key.provider().id())
                .update();
    }

    /// Empties all tables.
    public void clear() {
        jdbc.sql("""
                TRUNCATE sync.connection, sync.tenant_key, sync.vault_key_pair, sync.request, sync.command CASCADE
                """).update();
    }

    /// Every value of every column of every table and view of the schema, bytes as Latin-1, so that plain text in them
    /// shows.
    public List<String> everything() {
        var columns = jdbc.sql("""
                SELECT c.table_name AS t, c.column_name AS c, c.data_type AS d
                  FROM information_schema.columns c
                 WHERE c.table_schema = 'sync'
                """)
                .query((rs, _) -> {
                    var value = rs.getString("d").equals("bytea")
                            ? "encode(\"" + rs.getString("c") + "\", 'escape')"
                            : '"' + rs.getString("c") + "\"::text";
                    return "SELECT " + value + " AS v FROM sync." + rs.getString("t");
                })
                .list();
        return columns.stream()
                .flatMap(sql -> jdbc.sql(sql).query(String.class).list().stream())
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    @Override
    public void close() {
        source.close();
    }

    private static List<String> migrations() {
        try {
            return Arrays.stream(
                            new PathMatchingResourcePatternResolver().getResources("classpath:db/migration/sync/*.sql"))
                    .sorted(Comparator.comparingInt(VaultDatabase::version))
                    .map(VaultDatabase::text)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int version(Resource migration) {
        return Integer.parseInt(String.valueOf(migration.getFilename()).replaceAll("V([0-9]+)__.*", "$1"));
    }

    private static String text(Resource migration) {
        try {
            return migration.getContentAsString(UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Server {

        static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
