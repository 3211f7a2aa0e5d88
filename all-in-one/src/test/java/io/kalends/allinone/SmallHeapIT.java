package io.kalends.allinone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.kalends.simulator.traffic.Vendor;
import io.kalends.simulator.world.Span;

import static org.assertj.core.api.Assertions.assertThat;

class SmallHeapIT {

    private static final Pattern AFTER_COLLECTION = Pattern.compile("Pause .*->(\\d+)M\\(");
    private static final long MOST_ABOVE = 64;
    private static final Duration UNTIL_ALL_IS_READ = Duration.ofMinutes(4);

    @Test
    void a_calendar_of_fifty_thousand_events_needs_hardly_more_memory_than_one_of_a_thousand(@TempDir Path directory)
            throws Exception {
        try (var stage = Stage.withoutWorker(directory, Map.of("kalends.google.page-size", "500"))) {
            var small = peakAfterCollection(stage, directory, "small", 1_000);
            var large = peakAfterCollection(stage, directory, "large", 50_000);

            assertThat(large)
                    .as("MiB after a collection, against %d MiB", small)
                    .isLessThanOrEqualTo(small + MOST_ABOVE);
        }
    }

    /// The highest occupancy any collection left behind, in MiB. The heap is so small that there are several.
    private static long peakAfterCollection(Stage stage, Path directory, String name, int events) throws Exception {
        var log = directory.resolve(name + "-gc.log");
        try (var worker = stage.startWorker(List.of(
                "-Xmx160m", "-XX:+UseSerialGC", "-Xlog:gc:file=" + log + ":tags", "-XX:+ExitOnOutOfMemoryError"))) {
            var user = stage.simulator().google().addUser(name + "@acme.example");
            fill(user.primary(), events);
            stage.connect("acme", name, Vendor.GOOGLE, user);
            stage.awaitSynced(Instant.EPOCH, UNTIL_ALL_IS_READ);
            assertThat(stage.count("SELECT count(*) FROM sync.event WHERE NOT gone AND connection_key = 'acme/" + name
                            + "/google'"))
                    .isEqualTo(events);
            collect(worker);
            return peak(log);
        }
    }

    private static void collect(WorkerProcess worker) throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var collected = new ProcessBuilder(jcmd, String.valueOf(worker.pid()), "GC.run").start();
        assertThat(collected.waitFor()).isZero();
    }

    private static long peak(Path log) throws IOException {
        var peaks = Files.readAllLines(log).stream()
                .map(AFTER_COLLECTION::matcher)
                .filter(java.util.regex.Matcher::find)
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .toArray();
        assertThat(peaks).as("collections in %s", log).hasSizeGreaterThan(3);
        return java.util.Arrays.stream(peaks).max().orElseThrow();
    }

    private static void fill(io.kalends.simulator.google.GoogleCalendar calendar, int events) {
        var start = Instant.now().plus(Duration.ofHours(1));
        for (int i = 0; i < events; i++) {
            var at = start.plus(Duration.ofMinutes(i));
            calendar.create("Event " + i, Span.timed(at, Duration.ofMinutes(30), ZoneOffset.UTC));
        }
    }
}
