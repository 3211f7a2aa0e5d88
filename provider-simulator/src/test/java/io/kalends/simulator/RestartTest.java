package io.kalends.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void a_damaged_state_is_told_with_its_file() throws IOException {
        Files.writeString(directory.resolve("provider-simulator.json"), "{\"world\": ");

        assertThatThrownBy(this::start).hasMessageContaining("provider-simulator.json");
    }

    @Test
    void the_main_class_tells_its_addresses_and_populates_users_once() {
        var first = main();
        var second = main();

        assertThat(first).contains("Google API    http://127.0.0.1:", "ben@example.com, refresh token 1//0");
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
        var arguments = new String[] {"--users=ben@example.com", "--edits=10", "--live=PT1H"};
        try (var out = new PrintStream(told, true, StandardCharsets.UTF_8)) {
            SimulatorMain.start(environment, arguments, clock, out).close();
        }
        return told.toString(StandardCharsets.UTF_8);
    }

    private static String token(String told) {
        return told.substring(told.indexOf("1//0"));
    }
}
