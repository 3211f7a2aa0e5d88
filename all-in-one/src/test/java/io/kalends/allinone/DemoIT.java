package io.kalends.allinone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DemoIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int CONNECTIONS = 7;
    private static final Pattern PAGE = Pattern.compile("page +(http\\S+)");
    private static final Pattern SIMULATOR = Pattern.compile("simulator +(http\\S+)");
    private static final Pattern LAST_SYNC = Pattern.compile("\"lastSync\"\\s*:\\s*\"");
    private static final Pattern PATH = Pattern.compile("\"path\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern CURSOR = Pattern.compile("\"(?:syncToken|\\$deltatoken)\"\\s*:");

    @Test
    void the_demo_stops_within_ten_seconds_leaves_nothing_behind_and_goes_on_with_deltas(@TempDir Path directory)
            throws Exception {
        var data = directory.resolve("data");
        var log = directory.resolve("first.log");
        var first = start(data, log);
        await(
                first,
                log,
                () -> found(LAST_SYNC, get(log, PAGE, "api/calendar/health")).count() == CONNECTIONS);
        stop(first, data);

        var secondLog = directory.resolve("second.log");
        var second = start(data, secondLog);
        await(
                second,
                secondLog,
                () -> found(PATH, reads(secondLog))
                                .map(read -> read.group(1))
                                .distinct()
                                .count()
                        == CONNECTIONS);
        var reads = reads(secondLog);
        stop(second, data);

        assertThat(found(PATH, reads).count())
                .as("reads after the second start")
                .isEqualTo(found(CURSOR, reads).count());
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

    private static void await(Process demo, Path log, Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> {
            assertThat(demo.isAlive())
                    .as("the demo runs: %s", Files.readString(log))
                    .isTrue();
            return condition.call();
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

    /// What has been asked of the simulated providers for events.
    private static String reads(Path log) throws IOException, InterruptedException {
        return get(log, SIMULATOR, "requests?kind=EVENTS&limit=500");
    }

    /// Empty while the demo has not said where it is.
    private static String get(Path log, Pattern where, String path) throws IOException, InterruptedException {
        var said = where.matcher(Files.readString(log));
        if (!said.find()) {
            return "";
        }
        try (var http = HttpClient.newHttpClient()) {
            var root = said.group(1).replaceFirst("/?$", "/");
            var request = HttpRequest.newBuilder(URI.create(root + path)).build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private static Stream<MatchResult> found(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }
}
