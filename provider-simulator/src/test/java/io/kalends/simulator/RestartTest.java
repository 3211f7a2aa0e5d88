package io.kalends.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;

import com.microsoft.graph.models.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.kalends.simulator.side.EventTruth;
import io.kalends.simulator.world.Span;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RestartTest {
    private static final Instant FROM = MovableClock.NOON.minus(Duration.ofDays(90));
    private static final Instant TO = MovableClock.NOON.plus(Duration.ofDays(365));

    private final MovableClock clock = new MovableClock();

    @TempDir
    private Path directory;

    @Test
    void a_restart_on_the_same_directory_goes_on_with_the_same_tokens() throws IOException {
        String refreshToken;
        String accessToken;
        LocalCopy before;
        try (var simulator = start()) {
            var user = simulator.google().addUser("anna@example.com", ZoneOffset.UTC);
            simulator.google().mutate(user, 60);
            refreshToken = user.refreshToken();
            accessToken = user.issueAccessToken();
            before = new LocalCopy(GoogleClient.of(simulator, accessToken).calendar(), "primary", FROM, TO);
            before.sync(50);
            simulator.google().mutate(user, 20);
        }

        try (var simulator = start()) {
            var user = simulator.google().user("anna@example.com").orElseThrow();
            var client = GoogleClient.of(simulator, accessToken).calendar();
            var after = before.continuedWith(client);
            after.sync(50);
            var fresh = new LocalCopy(client, "primary", FROM, TO);
            fresh.sync(2500);

            assertThat(user.refreshToken()).isEqualTo(refreshToken);
            assertThat(after.events()).isNotEmpty().isEqualTo(fresh.events());
        }
    }

    @Test
    void a_restart_on_the_same_directory_goes_on_with_the_same_delta_links() {
        String refreshToken;
        String accessToken;
        String deltaLink;
        String calendar;
        try (var simulator = start()) {
            var user = simulator.microsoft().addUser("ben@example.com", ZoneOffset.UTC);
            simulator.microsoft().mutate(user, 30);
            refreshToken = user.refreshToken();
            accessToken = user.issueAccessToken();
            calendar = user.primary().id();
            var client = GraphClient.of(simulator, () -> accessToken).inPagesOf(100);
            deltaLink = client.round(calendar, FROM, TO).deltaLink();
            user.primary().create("While nobody looked", Span.days(LocalDate.parse("2026-11-24"), 1));
        }

        try (var simulator = start()) {
            var client = GraphClient.of(simulator, () -> accessToken);
            var link = simulator.graphUrl() + deltaLink.substring(deltaLink.indexOf("/me/"));

            assertThat(client.round(calendar, link).told())
                    .extracting(Event::getSubject)
                    .containsExactly("While nobody looked");
            assertThat(simulator
                            .microsoft()
                            .user("ben@example.com")
                            .orElseThrow()
                            .refreshToken())
                    .isEqualTo(refreshToken);
        }
    }

    @Test
    void a_state_written_before_there_was_microsoft_is_read() throws IOException {
        Files.writeString(directory.resolve("provider-simulator.json"), """
                {"world": {"seed": 1, "horizon": "2028-12-31T00:00:00Z", "accounts": [
                   {"email": "anna@example.com", "zone": "Europe/Berlin", "listRevision": 1, "listGeneration": 0,
                    "mutations": 0, "calendars": [
                      {"facts": {"id": "anna@example.com", "summary": "anna@example.com", "zone": "Europe/Berlin",
                                 "role": "owner", "primary": true, "hidden": false, "deleted": false,
                                 "listRevision": 1},
                       "updated": "2026-11-22T12:00:00Z", "revision": 1, "generation": 0, "floor": 0, "idsGiven": 1,
                       "events": [
                         {"id": "abc", "created": "2026-11-22T12:00:00Z", "updated": "2026-11-22T12:00:00Z",
                          "revision": 1, "masterRevision": 1, "sequence": 0, "span": "2026-11-24/2026-11-25",
                          "recurrence": null, "details": {"title": "Day off", "description": null, "location": null,
                            "organizer": null, "attendees": [], "tentative": false, "transparent": false,
                            "visibility": "default", "meetingLink": null, "type": "default"},
                          "cancelled": false, "exceptions": {}, "eras": []}]}]}]},
                 "tokens": {"issued": 1, "grants": [], "accesses": [], "current": {}}}
                """);

        try (var simulator = start()) {
            var anna = simulator.google().user("anna@example.com").orElseThrow();

            assertThat(anna.primary().truth(null, null).values())
                    .extracting(EventTruth::title)
                    .containsExactly("Day off");
            assertThat(simulator.microsoft().users()).isEmpty();
        }
    }

    @Test
    void a_history_goes_on_after_a_restart_as_if_there_had_been_none() {
        var other = directory.resolve("other");
        try (var simulator = start()) {
            simulator.google().mutate(simulator.google().addUser("anna@example.com"), 30);
        }
        try (var resumed = start();
                var uninterrupted = ProviderSimulator.start(
                        SimulatorSettings.defaults(clock).withDataDirectory(other))) {
            resumed.google().mutate(resumed.google().addUser("anna@example.com"), 30);
            uninterrupted.google().mutate(uninterrupted.google().addUser("anna@example.com"), 60);

            assertThat(resumed.google().addUser("anna@example.com").primary().truth(FROM, TO))
                    .isEqualTo(uninterrupted
                            .google()
                            .addUser("anna@example.com")
                            .primary()
                            .truth(FROM, TO));
        }
    }

    @Test
    void the_state_is_written_down_while_running_too() throws IOException {
        var settings =
                SimulatorSettings.defaults(clock).withDataDirectory(directory).withSaveEvery(Duration.ofMillis(10));
        var file = directory.resolve("provider-simulator.json");
        var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();

        try (var simulator = ProviderSimulator.start(settings)) {
            simulator.google().addUser("anna@example.com");

            while (!Files.readString(file).contains("anna@example.com") && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }

            assertThat(Files.readString(file)).contains("anna@example.com");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"provider-simulator.json", "provider-simulator-microsoft.json"})
    void a_damaged_state_is_told_with_its_file(String file) throws IOException {
        Files.writeString(directory.resolve(file), "{\"world\": ");

        assertThatThrownBy(this::start).hasMessageContaining(file);
    }

    @Test
    void the_main_class_tells_its_addresses_and_populates_users_once() {
        var first = main();
        var second = main();

        assertThat(first)
                .contains("Google API    http://127.0.0.1:", "ben@example.com, refresh token 1//0")
                .contains("Graph         http://127.0.0.1:", "cara@example.com, refresh token 1.AXoA");
        assertThat(token(second)).isEqualTo(token(first));
    }

    @Test
    void the_main_class_refuses_options_it_does_not_know() {
        assertThatThrownBy(() -> SimulatorMain.start(
                        Map.of(), new String[] {"--prot=1"}, clock, new PrintStream(new ByteArrayOutputStream())))
                .hasMessageContaining("--prot=1");
    }

    private ProviderSimulator start() {
        return ProviderSimulator.start(SimulatorSettings.defaults(clock).withDataDirectory(directory));
    }

    private String main() {
        var told = new ByteArrayOutputStream();
        var environment = Map.of(
                "KALENDS_SIMULATOR_PORT", "0", "KALENDS_SIMULATOR_DATA_DIR", directory.toString(), "HOME", "/nowhere");
        var arguments =
                new String[] {"--users=ben@example.com", "--outlook-users=cara@example.com", "--edits=10", "--live=PT1H"
                };
        try (var out = new PrintStream(told, true, StandardCharsets.UTF_8)) {
            SimulatorMain.start(environment, arguments, clock, out).close();
        }
        return told.toString(StandardCharsets.UTF_8);
    }

    private static String token(String told) {
        return told.substring(told.indexOf("1//0"));
    }
}
