package io.kalends.allinone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class DemoIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /// As many as there are connections, so everybody's.
    private static final Pattern SYNCED = Pattern.compile("syncs (?:[7-9]|\\d\\d)");
    private static final Pattern SIMULATOR = Pattern.compile("simulator +(http\\S+)");
    private static final Pattern EVENTS = Pattern.compile("\"kind\"\\s*:\\s*\"EVENTS\"");
    private static final Pattern CURSOR = Pattern.compile("\"(?:syncToken|\\$deltatoken)\"\\s*:");

    @Test
    void the_demo_stops_within_ten_seconds_leaves_nothing_behind_and_goes_on_with_deltas(@TempDir Path directory)
            throws Exception {
        var data = directory.resolve("data");
        var first = start(data, directory.resolve("first.log"));
        awaitSynced(first, directory.resolve("first.log"));
        stop(first, data);

        var log = directory.resolve("second.log");
        var second = start(data, log);
        awaitSynced(second, log);
        var requests = requests(log);
        stop(second, data);

        assertThat(EVENTS.matcher(requests).results().count())
                .as("reads after the second start")
                .isPositive()
                .isEqualTo(CURSOR.matcher(requests).results().count());
    }

    private static Process start(Path data, Path log) throws IOException {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AllInOne.class.getName(),
                        "demo")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("KALENDS_DATA_DIR", data.toString());
        return builder.start();
    }

    private static void awaitSynced(Process demo, Path log) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            assertThat(demo.isAlive())
                    .as("the demo runs: %s", Files.readString(log))
                    .isTrue();
            return SYNCED.matcher(Files.readString(log)).find();
        });
    }

    private static void stop(Process demo, Path data) throws IOException, InterruptedException {
        var interrupted = new ProcessBuilder("kill", "-INT", String.valueOf(demo.pid())).start();
        assertThat(interrupted.waitFor()).isZero();

        assertThat(demo.waitFor(10, TimeUnit.SECONDS)).as("stopped within 10 s").isTrue();
        assertThat(demo.exitValue()).isZero();
        assertThat(ProcessHandle.allProcesses()
                        .filter(process ->
                                process.info().commandLine().orElse("").contains(data.toString())))
                .as("processes left behind")
                .isEmpty();
    }

    private static String requests(Path log) throws IOException, InterruptedException {
        var simulator = SIMULATOR.matcher(Files.readString(log));
        assertThat(simulator.find()).isTrue();
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(simulator.group(1)).resolve("requests?limit=500"))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
