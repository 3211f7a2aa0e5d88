package io.kalends.health;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;

/// A real PostgreSQL, a real broker and the service, started once for all tests of this JVM. Tests keep apart by
/// tenant.
public final class Stack {

    public static final int PARTITIONS = 3;

    private static @Nullable Stack shared;

    private final EmbeddedKafkaKraftBroker broker;
    private final EmbeddedPostgres postgres;
    private final ConfigurableApplicationContext service;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AvroCodec codec = new AvroCodec();

    private Stack() {
        try {
            broker = new EmbeddedKafkaKraftBroker(1, PARTITIONS);
            broker.afterPropertiesSet();
            postgres = EmbeddedPostgres.builder().start();
            service = start("--server.port=0");
            producer = new KafkaProducer<>(
                    Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.getBrokersAsString()),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static synchronized Stack shared() {
        if (shared == null) {
            shared = new Stack();
        }
        return shared;
    }

    /// Stops everything in the right order when the last test has run.
    static synchronized void stop() {
        if (shared != null) {
            shared.service.close();
            shared.producer.close();
            shared.broker.destroy();
            try {
                shared.postgres.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Another instance of the service over the same broker and database.
    public ConfigurableApplicationContext start(String... settings) {
        var args = new ArrayList<String>(List.of(
                "--logging.level.org.apache.kafka=off",
                "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                "--spring.datasource.username=postgres",
                "--spring.kafka.bootstrap-servers=" + broker.getBrokersAsString(),
                "--kalends.topics.partitions=" + PARTITIONS));
        args.addAll(List.of(settings));
        return HealthApplication.builder().run(args.toArray(String[]::new));
    }

    public <T> T bean(Class<T> type) {
        return service.getBean(type);
    }

    public JdbcClient jdbc() {
        return service.getBean(JdbcClient.class);
    }

    public String brokers() {
        return broker.getBrokersAsString();
    }

    public Topics topics() {
        return Topics.DEFAULT;
    }

    public Http http() {
        return Http.to(port(service));
    }

    public static int port(ConfigurableApplicationContext service) {
        var server = ((WebServerApplicationContext) service).getWebServer();
        return server == null ? -1 : server.getPort();
    }

    /// Publishes a record of the contract and waits until the broker has it.
    public void publish(String topic, String key, SpecificRecord record) {
        publish(topic, key, codec.encode(topic, record));
    }

    /// Publishes bytes and waits until the broker has them.
    public void publish(String topic, String key, byte[] value) {
        try {
            producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value))
                    .get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the embedded broker took no record", e);
        }
    }
}
