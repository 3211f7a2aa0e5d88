package io.kalends.allinone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/// PostgreSQL as a child process that keeps its data and, unlike the library's default, writes it through to the
/// disk.
final class EmbeddedDatabase implements AutoCloseable {

    private static final String NAME = "kalends";

    private final EmbeddedPostgres postgres;

    private EmbeddedDatabase(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /// Starts a server with one database on loopback.
    static EmbeddedDatabase start(Path directory, int port, boolean durable) throws IOException {
        var data = directory.resolve("data");
        stopLeftOver(data);
        Files.createDirectories(directory);
        var postgres = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("fsync", durable ? "on" : "off")
                .setServerConfig("synchronous_commit", durable ? "on" : "off")
                .setServerConfig("max_connections", "100")
                .setPGStartupWait(Duration.ofSeconds(30))
                .start();
        var database = new EmbeddedDatabase(postgres);
        database.create();
        return database;
    }

    String jdbcUrl() {
        return "jdbc:postgresql://localhost:" + postgres.getPort() + "/" + NAME;
    }

    String username() {
        return "postgres";
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }

    private void create() throws IOException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var find = connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
            find.setString(1, NAME);
            try (var found = find.executeQuery()) {
                if (found.next()) {
                    return;
                }
            }
            try (var create = connection.createStatement()) {
                create.execute("CREATE DATABASE " + NAME);
            }
        } catch (SQLException e) {
            throw new IOException("the embedded PostgreSQL could not make its database", e);
        }
    }

    /// A JVM that was killed leaves its server running on the same files; no second one would start beside it.
    private static void stopLeftOver(Path data) throws IOException {
        var file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return;
        }
        var first = Files.readAllLines(file).stream().findFirst().orElse("");
        if (first.strip().matches("\\d+")) {
            ProcessHandle.of(Long.parseLong(first.strip()))
                    .filter(process -> isServerOf(process, data))
                    .ifPresent(EmbeddedDatabase::stop);
        }
        Files.deleteIfExists(file);
    }

    /// The number may belong to somebody else by now.
    private static boolean isServerOf(ProcessHandle process, Path data) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains("postgres") && line.contains(data.toString()))
                .isPresent();
    }

    private static void stop(ProcessHandle server) {
        server.destroy();
        server.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }
}
