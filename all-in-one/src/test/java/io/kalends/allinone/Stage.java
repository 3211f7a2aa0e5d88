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
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

import io.kalends.allinone.Facts.Share;
import io.kalends.schemas.ConnectionKey;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.simulator.ProviderSimulator;
import io.kalends.simulator.SimulatorSettings;
import io.kalends.simulator.side.ProviderSide;
import io.kalends.simulator.side.SimulatedCalendar;
import io.kalends.simulator.side.SimulatedUser;
import io.kalends.simulator.traffic.Vendor;
import io.kalends.worker.vault.MasterKeyset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Real Kafka, real PostgreSQL, the simulator and the three services, with short intervals.
final class Stage implements AutoCloseable {

    /// Somebody connected.
    record Person(ConnectionKey key, Vendor vendor, SimulatedUser user) {}

    static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Stack stack = new Stack();
    private final AvroCodec codec = new AvroCodec();
    private final List<Person> people = new ArrayList<>();
    private final Map<ConnectionKey, Set<String>> selected = new HashMap<>();
    private final Map<String, Share> shares = new HashMap<>();
    private final List<String> answers = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, String> shared = new HashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Simulation simulation;
    private final Services services;
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
        var simulator = stack.add(ProviderSimulator.start(
                SimulatorSettings.defaults(Clock.systemUTC()).withPort(0).withSeed(7)));
        simulation = new Simulation(simulator, Set.of(Vendor.values()));
        var keyset = directory.resolve("keyset.json");
        MasterKeyset.generateFile(keyset);
        shared.put("spring.kafka.bootstrap-servers", bootstrapServers);
        shared.put("spring.datasource.url", jdbcUrl);
        shared.put("spring.datasource.username", username);
        shared.put("spring.datasource.password", infrastructure.password());
        shared.put("kalends.topics.partitions", "3");
        shared.putAll(simulation.addresses());
        shared.put("kalends.vault.keyset-file", keyset.toString());
        shared.put("kalends.sync.interval", "1s");
        shared.put("kalends.sync.retry-base", "1s");
        // people here delete what they like, and nobody is there to release it
        shared.put("kalends.sync.hold-above-percent", "100");
        shared.put("kalends.scheduler.tick", "200ms");
        shared.put("kalends.scheduler.in-flight-timeout", "8s");
        shared.put("server.port", "0");
        shared.putAll(extra);
        services = new Services(
                new DemoSettings(directory, true, null, null, simulation.played(), Map.of()), shared, Map.of());
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
        return simulation.simulator();
    }

    ProviderSide<?> side(Vendor vendor) {
        return simulation.side(vendor);
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

    /// The ids of the calendars of `person` that are kept in step.
    Set<String> selected(Person person) {
        return selected.getOrDefault(
                person.key(), Set.of(person.user().primary().id()));
    }

    /// Whose the nth user is: the providers take turns.
    static Vendor vendorOf(int number) {
        return number % 2 == 0 ? Vendor.GOOGLE : Vendor.MICROSOFT;
    }

    /// How much of an event a tenant lets out.
    Share share(String tenant) {
        return shares.getOrDefault(tenant, Share.FULL);
    }

    /// All that health-api has answered.
    List<String> answers() {
        return answers;
    }

    Connection connection() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, username, shared.get("spring.datasource.password"));
    }

    SpecificRecord decode(ConsumerRecord<String, byte[]> record) {
        return codec.decode(record.topic(), record.value());
    }

    /// Connects somebody the way a CRM does.
    Person connect(String tenant, String user, Vendor vendor, SimulatedUser account)
            throws IOException, InterruptedException {
        var person = new Person(new ConnectionKey(tenant, user, Simulation.provider(vendor)), vendor, account);
        reconnect(person);
        people.add(person);
        return person;
    }

    /// Gives the grant of somebody's account again.
    void reconnect(Person person) {
        var key = person.key();
        command("POST", "connections", """
                {"tenantId":"%s","userId":"%s","provider":"%s","refreshToken":"%s"}""".formatted(
                key.tenantId(), key.userId(), key.provider(), person.user().refreshToken()));
    }

    /// Keeps exactly these calendars of `person` in step from now on.
    void select(Person person, Set<String> calendarIds) {
        selected.put(person.key(), calendarIds);
        command("PUT", "connections/" + person.key().text() + "/calendars", """
                {"calendarIds":["%s"]}""".formatted(
                        String.join("\",\"", calendarIds)));
    }

    /// The user gives one of the calendars up.
    void remove(Person person, SimulatedCalendar calendar) {
        calendar.remove();
        var left = new TreeSet<>(selected(person));
        left.remove(calendar.id());
        selected.put(person.key(), left);
    }

    /// A tenant decides how much of an event leaves.
    void decide(String tenant, Share share) {
        shares.put(tenant, share);
        command("PUT", "tenants/" + tenant + "/settings", """
                {"share":"%s"}""".formatted(share));
    }

    void republish(Person person) {
        resync(person, "REPUBLISH");
    }

    /// Asks for somebody's resync, as an admin does.
    void resync(Person person, String verb) {
        var key = person.key();
        command("POST", "health/resync", """
                {"tenantId":"%s","userId":"%s","provider":"%s","verb":"%s"}""".formatted(key.tenantId(), key.userId(), key.provider(), verb));
    }

    /// Decides about the deletions that are held back for somebody.
    ///
    /// @param decision `release` or `discard`
    void decide(Person person, String decision) {
        command("POST", "connections/" + person.key().text() + "/deletions/" + decision, "{}");
    }

    /// Asked again until it is taken: a service may not know yet what it needs to.
    private void command(String method, String path, String body) {
        var request = HttpRequest.newBuilder(api.resolve("/api/calendar/" + path))
                .header("content-type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(answer(request).statusCode()).as(path).isIn(200, 202));
    }

    /// What health-api says.
    String read(String path) throws IOException, InterruptedException {
        var answer = answer(HttpRequest.newBuilder(api.resolve(path)).build());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    private HttpResponse<String> answer(HttpRequest request) throws IOException, InterruptedException {
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        answers.add(answer.body());
        return answer;
    }

    /// Waits until everybody has had a whole sync that started after `moment`.
    void awaitSynced(Instant moment) {
        awaitSynced(moment, PATIENCE);
    }

    void awaitSynced(Instant moment, Duration patience) {
        await().atMost(patience).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
            // in this order: somebody who arrives between the two questions is late, not missing from both
            assertThat(count("SELECT count(*) FROM sync.connection")).isEqualTo(people.size());
            assertThat(late(moment)).as("without a whole sync since %s", moment).isEmpty();
        });
    }

    /// Who has had no whole sync since `moment`, and why.
    private List<String> late(Instant moment) throws SQLException {
        return texts("""
                SELECT concat_ws(' ', c.connection_key, c.status, c.failure_reason, c.failure_message,
                                 'due', s.due_at, 'in flight', s.requested_at)
                  FROM sync.connection c
                  LEFT JOIN scheduler.schedule s USING (connection_key)
                 WHERE coalesce(c.success_started_at <= '%s', true)
                """.formatted(moment));
    }

    /// Lets everything under way come to its end, with nothing new begun.
    void quiesce() {
        awaitSynced(Instant.now());
        scheduler.close();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(count("""
                            SELECT count(*) FROM scheduler.schedule s
                             WHERE s.request_id IS NOT NULL
                               AND NOT EXISTS (SELECT 1 FROM sync.request r
                                                WHERE r.request_id = s.request_id::text)""")).isZero());
        awaitPublished();
    }

    /// Waits until nothing more is to be told.
    void awaitPublished() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> count("SELECT count(*) FROM sync.outbox WHERE published_at IS NULL") == 0);
    }

    long count(String sql) throws SQLException {
        return Long.parseLong(texts(sql).getFirst());
    }

    /// The first column.
    List<String> texts(String sql) throws SQLException {
        var texts = new ArrayList<String>();
        try (var connection = connection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    @Override
    public void close() {
        stack.close();
        http.close();
    }
}
