package io.kalends.allinone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

import io.kalends.simulator.google.GoogleSide;
import io.kalends.simulator.google.GoogleUser;

/// The people of the demo: they live in the simulator, and are connected the way a CRM would do it, over HTTP.
final class DemoUsers {

    private record Person(String tenant, String id) {
        String email() {
            return id + "@" + tenant + ".example";
        }
    }

    private static final List<Person> PEOPLE = List.of(
            new Person("acme", "anna"),
            new Person("acme", "ben"),
            new Person("acme", "cara"),
            new Person("globex", "dara"),
            new Person("globex", "emil"),
            new Person("initech", "fay"));

    private static final int FIRST_EVENTS = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 60;

    private final GoogleSide google;
    private final URI healthApi;

    DemoUsers(GoogleSide google, URI healthApi) {
        this.google = google;
        this.healthApi = healthApi;
    }

    static int count() {
        return PEOPLE.size();
    }

    /// Makes everybody known to the simulator, with a calendar that is not empty. Those it remembers stay as they
    /// are.
    static void settle(GoogleSide google) {
        for (var person : PEOPLE) {
            if (google.user(person.email()).isEmpty()) {
                google.mutate(google.addUser(person.email()), FIRST_EVENTS);
            }
        }
    }

    /// Connects those who are not connected yet.
    void connect() throws IOException, InterruptedException {
        try (var http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            for (var person : PEOPLE) {
                if (!known(http, person)) {
                    connect(http, person, google.user(person.email()).orElseThrow());
                }
            }
        }
    }

    private boolean known(HttpClient http, Person person) throws IOException, InterruptedException {
        var path = "/api/calendar/connections/" + person.tenant() + "/" + person.id() + "/google";
        var request = HttpRequest.newBuilder(healthApi.resolve(path))
                .timeout(PATIENCE)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    }

    /// Tried again while the service says that it is not ready: it needs the worker's public key first.
    private void connect(HttpClient http, Person person, GoogleUser user) throws IOException, InterruptedException {
        var body = """
                {"tenantId":"%s","userId":"%s","provider":"google","refreshToken":"%s"}""".formatted(person.tenant(), person.id(), user.refreshToken());
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
                throw new IOException("connecting " + person.email() + " was answered with " + answer.statusCode()
                        + ": " + answer.body());
            }
            Thread.sleep(Duration.ofMillis(500));
        }
    }
}
