package io.kalends.allinone;

import java.io.IOException;
import java.nio.file.Path;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/// A broker and a database for a test: containers where a Docker engine is found, else embedded ones.
interface Infrastructure extends AutoCloseable {

    String bootstrapServers();

    String jdbcUrl();

    String username();

    String password();

    @Override
    void close();

    static Infrastructure start(Path directory) throws IOException {
        return DockerClientFactory.instance().isDockerAvailable() ? new Containers() : new Embedded(directory);
    }

    /// In this JVM and beside it.
    final class Embedded implements Infrastructure {

        private final Stack stack = new Stack();
        private final EmbeddedBroker broker;
        private final EmbeddedDatabase database;

        Embedded(Path directory) throws IOException {
            broker = stack.add(EmbeddedBroker.start(directory.resolve("kafka"), Ports.freeOr(0)));
            database = stack.add(EmbeddedDatabase.start(directory.resolve("postgres"), Ports.freeOr(0), true));
        }

        @Override
        public String bootstrapServers() {
            return broker.bootstrapServers();
        }

        @Override
        public String jdbcUrl() {
            return database.jdbcUrl();
        }

        @Override
        public String username() {
            return database.username();
        }

        @Override
        public String password() {
            return "";
        }

        @Override
        public void close() {
            stack.close();
        }
    }

    /// On a Docker engine.
    final class Containers implements Infrastructure {

        private final KafkaContainer kafka = new KafkaContainer("apache/kafka:4.2.1");
        private final PostgreSQLContainer postgres = new PostgreSQLContainer("postgres:18.1");

        Containers() {
            kafka.start();
            postgres.start();
        }

        @Override
        public String bootstrapServers() {
            return kafka.getBootstrapServers();
        }

        @Override
        public String jdbcUrl() {
            return postgres.getJdbcUrl();
        }

        @Override
        public String username() {
            return postgres.getUsername();
        }

        @Override
        public String password() {
            return postgres.getPassword();
        }

        @Override
        public void close() {
            kafka.stop();
            postgres.stop();
        }
    }
}
