package io.kalends.allinone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

import io.kalends.schemas.ConnectionKey;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.simulator.ProviderSimulator;
import io.kalends.simulator.SimulatorSettings;
import io.kalends.simulator.google.GoogleUser;
import io.kalends.worker.vault.MasterKeyset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Real Kafka, real PostgreSQL, the simulator and the three services, with short intervals.
final class Stage implements AutoCloseable {

    /// Somebody connected.
    record Person(ConnectionKey key, GoogleUser google) {}

    static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Stack stack = new Stack();
    private final AvroCodec codec = new AvroCodec();
    private final List<Person> people = new ArrayList<>();
    private final Map<String, String> shared = new HashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ProviderSimulator simulator;
    private final Services services;
    private final Path keyset;
    private final String bootstrapServers;
    private final String jdbcUrl;
    private final String username;
    private final ConfigurableApplicationContext scheduler;
    private final URI api;
    private @Nullable ConfigurableApplicationContext worker;

    private Stage(Path directory, Map<String, String> extra, boolean workerHere) throws IOException {
        var infrastructure = stack.add(Infrastructure.start(directory));
        bootstrapServers = infrastructure.bootstrapServers();
        jdbcUrl = infrastructure.jdbcUrl();
        username = infrastructure.username();
        simulator = stack.add(ProviderSimulator.start(
                SimulatorSettings.defaults(Clock.systemUTC()).withPort(0).withSeed(7)));
        keyset = directory.resolve("keyset.json");
        MasterKeyset.generateFile(keyset);
        shared.put("spring.kafka.bootstrap-servers", bootstrapServers);
        shared.put("spring.datasource.url", jdbcUrl);
        shared.put("spring.datasource.username", username);
        shared.put("spring.datasource.password", infrastructure.password());
        shared.put("kalends.topics.partitions", "3");
        shared.put("kalends.google.api-url", simulator.googleApiUrl());
        shared.put("kalends.google.token-url", simulator.googleTokenUrl().toString());
        shared.put("kalends.google.revoke-url", simulator.googleRevokeUrl().toString());
        shared.put("kalends.vault.keyset-file", keyset.toString());
        shared.put("kalends.sync.interval", "1s");
        shared.put("kalends.sync.retry-base", "1s");
        shared.put("kalends.scheduler.tick", "200ms");
        shared.put("kalends.scheduler.in-flight-timeout", "8s");
        shared.put("server.port", "0");
        shared.putAll(extra);
        services = new Services(new DemoSettings(directory, true, null, null, true, Map.of()), shared, Map.of());
        if (workerHere) {
            worker = stack.add(services.worker(Map.of()));
        }
        scheduler = stack.add(services.scheduler(Map.of()));
        var health = stack.add(services.healthApi(Map.of()));
        api = URI.create("http://localhost:" + Services.port(health));
    }

    /// Everything, the worker in this JVM.
    static Stage open(Path directory, Map<String, String> extra) throws IOException {
        return new Stage(directory, extra, true);
    }

    /// Everything but the worker, for tests that run it as a process of its own.
    static Stage withoutWorker(Path directory, Map<String, String> extra) throws IOException {
        return new Stage(directory, extra, false);
    }

    /// Starts a worker as a process of its own.
    WorkerProcess startWorker(List<String> jvmOptions) throws IOException {
        return stack.add(WorkerProcess.start(jvmOptions, shared));
    }

    ProviderSimulator simulator() {
        return simulator;
    }

    ConfigurableApplicationContext worker() {
        return java.util.Objects.requireNonNull(worker);
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    List<Person> people() {
        return people;
    }

    URI api() {
        return api;
    }

    HttpClient http() {
        return http;
    }

    Connection connection() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, username, shared.get("spring.datasource.password"));
    }

    SpecificRecord decode(ConsumerRecord<String, byte[]> record) {
        return codec.decode(record.topic(), record.value());
    }

    /// Connects somebody the way a CRM does.
    Person connect(String tenant, String user, GoogleUser google) throws IOException, InterruptedException {
        var body = """
                {"tenantId":"%s","userId":"%s","provider":"google","refreshToken":"%s"}""".formatted(tenant, user, google.refreshToken());
        var request = HttpRequest.newBuilder(api.resolve("/api/calendar/connections"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(http.send(request, HttpResponse.BodyHandlers.ofString())
                                .statusCode())
                        .isEqualTo(202));
        var person = new Person(new ConnectionKey(tenant, user, "google"), google);
        people.add(person);
        return person;
    }

    /// Waits until everybody has had a whole sync that started after `moment`.
    void awaitSynced(Instant moment) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> count("SELECT count(*) FROM sync.connection WHERE success_started_at > '" + moment + "'")
                        >= people.size());
    }

    /// Lets everything under way come to its end, with nothing new begun.
    void quiesce() {
        awaitSynced(Instant.now());
        scheduler.close();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
            assertThat(count("""
                            SELECT count(*) FROM scheduler.schedule s
                             WHERE s.request_id IS NOT NULL
                               AND NOT EXISTS (SELECT 1 FROM sync.request r
                                                WHERE r.request_id = s.request_id::text)""")).isZero();
            assertThat(count("SELECT count(*) FROM sync.outbox WHERE published_at IS NULL"))
                    .isZero();
        });
    }

    long count(String sql) throws SQLException {
        try (var connection = connection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public void close() {
        stack.close();
        http.close();
    }
}
