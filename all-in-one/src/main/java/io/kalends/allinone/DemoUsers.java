package io.kalends.allinone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.kalends.simulator.side.SimulatedUser;
import io.kalends.simulator.traffic.Vendor;

/// The people of the demo: they live in the simulator, and are connected the way a CRM would do it, over HTTP.
final class DemoUsers {

    private record Person(String tenant, String id, Vendor vendor) {
        String email() {
            return id + "@" + tenant + ".example";
        }

        String provider() {
            return Simulation.provider(vendor);
        }
    }

    /// One of them has a calendar at both providers.
    private static final List<Person> PEOPLE = List.of(
            new Person("acme", "anna", Vendor.GOOGLE),
            new Person("acme", "ben", Vendor.MICROSOFT),
            new Person("acme", "cara", Vendor.GOOGLE),
            new Person("acme", "cara", Vendor.MICROSOFT),
            new Person("globex", "dara", Vendor.GOOGLE),
            new Person("globex", "emil", Vendor.MICROSOFT),
            new Person("initech", "fay", Vendor.MICROSOFT));

    private static final int FIRST_EVENTS = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 60;

    private final Simulation simulation;
    private final URI healthApi;

    DemoUsers(Simulation simulation, URI healthApi) {
        this.simulation = simulation;
        this.healthApi = healthApi;
    }

    /// Who they are, in a few words.
    static String of(Simulation simulation) {
        var people = people(simulation).toList();
        var connections = people.stream()
                .collect(Collectors.groupingBy(Person::provider, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(provider -> provider.getValue() + " " + provider.getKey())
                .collect(Collectors.joining(", "));
        return "%d users of %d tenants; connections: %s"
                .formatted(
                        people.stream().map(Person::email).distinct().count(),
                        people.stream().map(Person::tenant).distinct().count(),
                        connections);
    }

    /// Makes everybody known to the simulator, with a calendar that is not empty. Those it remembers stay as they
    /// are.
    static void settle(Simulation simulation) {
        people(simulation).forEach(person -> {
            var side = simulation.side(person.vendor());
            if (side.user(person.email()).isEmpty()) {
                side.mutate(side.addUser(person.email()), FIRST_EVENTS);
            }
        });
    }

    /// Connects those who are not connected yet.
    void connect() throws IOException, InterruptedException {
        try (var http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            for (var person : people(simulation).toList()) {
                if (!known(http, person)) {
                    var user = simulation.side(person.vendor()).user(person.email());
                    connect(http, person, user.orElseThrow());
                }
            }
        }
    }

    private static Stream<Person> people(Simulation simulation) {
        return PEOPLE.stream().filter(person -> simulation.played().contains(person.vendor()));
    }

    private boolean known(HttpClient http, Person person) throws IOException, InterruptedException {
        var path = "/api/calendar/connections/" + person.tenant() + "/" + person.id() + "/" + person.provider();
        var request = HttpRequest.newBuilder(healthApi.resolve(path))
                .timeout(PATIENCE)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    }

    /// Tried again while the service says that it is not ready: it needs the worker's public key first.
    private void connect(HttpClient http, Person person, SimulatedUser user) throws IOException, InterruptedException {
        var body = """
                {"tenantId":"%s","userId":"%s","provider":"%s","refreshToken":"%s"}""".formatted(person.tenant(), person.id(), person.provider(), user.refreshToken());
        var request = HttpRequest.newBuilder(healthApi.resolve("/api/calendar/connections"))
                .timeout(PATIENCE.multipliedBy(2))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        for (int attempt = 1; ; attempt++) {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 202) {
                return;
            }
            if (answer.statusCode() != 503 || attempt == ATTEMPTS) {
                throw new IOException("connecting " + person.email() + " to " + person.provider()
                        + " was answered with " + answer.statusCode() + ": " + answer.body());
            }
            Thread.sleep(Duration.ofMillis(500));
        }
    }
}
