package io.kalends.scheduler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.springframework.jdbc.core.simple.JdbcClient;

/// One PostgreSQL for all tests of this JVM; every caller gets a database of its own in it.
public final class TestDatabase {

    private static final EmbeddedPostgres POSTGRES = start();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private TestDatabase() {}

    /// JDBC address of a new, empty database; user `postgres`, no password.
    public static String create() {
        var name = "scheduler_" + NUMBER.incrementAndGet();
        JdbcClient.create(POSTGRES.getPostgresDatabase())
                .sql("CREATE DATABASE " + name)
                .update();
        return POSTGRES.getJdbcUrl("postgres", name);
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Cuts every session of the database at `url` and refuses new ones, until `work` is done.
    public static void away(String url, Runnable work) {
        var name = url.substring(url.lastIndexOf('/') + 1, url.indexOf('?') < 0 ? url.length() : url.indexOf('?'));
        var admin = JdbcClient.create(POSTGRES.getPostgresDatabase());
        admin.sql("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false").update();
        try {
            admin.sql("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = :name")
                    .param("name", name)
                    .query(Boolean.class)
                    .list();
            work.run();
        } finally {
            admin.sql("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true").update();
        }
    }
}
