package io.kalends.scheduler.plan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// A day of ten thousand connections, written down. A change of policy changes the report.
class DayTest {

    private static final Instant MIDNIGHT = Instant.parse("2026-03-01T00:00:00Z");
    private static final Path KEPT = Path.of("src/test/resources/io/kalends/scheduler/plan/day.txt");
    private static final Path NEW = Path.of("target/day.txt");

    private final Day day =
            new Day(MIDNIGHT, 100, Map.of("google", new Pace(3_000, 0.1), "outlook", new Pace(100_000, 0.1)));
    private final StringBuilder report = new StringBuilder();

    @Test
    void a_day_goes_as_the_report_says() throws IOException {
        day.connect("huge", 6_000);
        for (int i = 1; i <= 40; i++) {
            day.connect("medium" + i, 90);
        }
        for (int i = 1; i <= 20; i++) {
            day.connect("small" + i, 20);
        }

        until(8);
        for (int minute = 0; minute < 20; minute++) {
            day.live(Duration.ofMinutes(1), false);
        }
        until(10);
        day.throttled = "outlook";
        until(11);
        day.throttled = null;
        until(14);
        day.reconcile("huge");
        until(18);
        for (int second = 0; second < 3_600; second++) {
            day.tell("huge", 100);
            day.live(Duration.ofSeconds(1), true);
        }
        until(24);
        write();

        Files.createDirectories(NEW.getParent());
        Files.writeString(NEW, report);
        assertThat(report.toString())
                .as("if the change is meant, copy scheduler-service/%s to scheduler-service/%s", NEW, KEPT)
                .isEqualTo(Files.readString(KEPT, StandardCharsets.UTF_8));
    }

    /// Lives on until that hour; somebody clicks every half minute.
    private void until(int hour) {
        var end = MIDNIGHT.plus(Duration.ofHours(hour));
        while (day.now.isBefore(end)) {
            day.click();
            day.live(Duration.ofSeconds(30), true);
        }
    }

    private void write() {
        line(
                "Ten thousand connections for a day: one tenant has 6,000, forty have 90, twenty have 20. Interval 15 min, at most");
        line(
                "100 runs at once, 3,000 calls a minute to Google. No scheduler runs from 8:00 to 8:20, Microsoft answers 429 to");
        line(
                "everything from 10:00 to 11:00, at 14:00 everything of the huge tenant is read again, and every half minute");
        line("somebody clicks. From 18:00 to 19:00 the providers tell of 100 changes a second in the huge tenant.");
        line("");
        line("%-44s%9s%10s%10s%10s", "seconds from due to gone", "runs", "p50", "p95", "longest");
        for (var size : List.of("huge", "medium", "small")) {
            waits(size + ", ordinary, all day", ordinary(size));
        }
        for (var size : List.of("huge", "medium", "small")) {
            waits(size + ", ordinary, after the gap", ordinary(size).and(between(8, 9)));
        }
        for (var size : List.of("huge", "medium", "small")) {
            waits(size + ", ordinary, beside the resync", ordinary(size).and(between(14, 15)));
        }
        for (var size : List.of("huge", "medium", "small")) {
            waits(size + ", ordinary, beside the flood", ordinary(size).and(between(18, 19)));
        }
        waits("what the providers told of", gone -> gone.priority() == Priority.PUSH);
        waits("clicks, all day", gone -> gone.priority() == Priority.INTERACTIVE);
        waits("the resync of 6,000", gone -> gone.priority() == Priority.BULK);
        line("");
        line("calls a minute, ordinary, median               %d", median(2, 8));
        line("calls a minute, most while 10,000 were behind  %d", most(8, 9));
        line("calls a minute, most while one was throttled   %d", most(10, 11));
        line("calls a minute, most in the hour after         %d", most(11, 12));
        line("calls a minute, most beside the resync         %d", most(14, 16));
        line("most runs at once                              %d", day.mostInFlight);
        line("runs sent away by the throttled provider       %d", day.deferred);
        for (var size : List.of("huge", "medium", "small")) {
            line(
                    "longest between two readings, %-17s%d min",
                    size, longest(size).toMinutes());
        }
    }

    private void waits(String what, Predicate<Day.Gone> of) {
        var waits = day.gone.stream().filter(of).map(Day.Gone::waited).sorted().toList();
        line("%-44s%9d%10d%10d%10d", what, waits.size(), seconds(waits, 0.5), seconds(waits, 0.95), seconds(waits, 1));
    }

    private static long seconds(List<Duration> sorted, double part) {
        return sorted.isEmpty()
                ? 0
                : sorted.get(Math.max(0, (int) Math.ceil(sorted.size() * part) - 1))
                        .toSeconds();
    }

    private static Predicate<Day.Gone> ordinary(String size) {
        return gone -> gone.priority() == Priority.SCHEDULED && gone.tenant().startsWith(size);
    }

    private static Predicate<Day.Gone> between(int from, int to) {
        return gone -> !gone.at().isBefore(MIDNIGHT.plus(Duration.ofHours(from)))
                && gone.at().isBefore(MIDNIGHT.plus(Duration.ofHours(to)));
    }

    private int median(int from, int to) {
        var sorted = day.callsByMinute.entrySet().stream()
                .filter(count -> count.getKey() >= from * 60L && count.getKey() < to * 60L)
                .map(Map.Entry::getValue)
                .sorted()
                .toList();
        return sorted.get(sorted.size() / 2);
    }

    private int most(int from, int to) {
        return day.callsByMinute.entrySet().stream()
                .filter(count -> count.getKey() >= from * 60L && count.getKey() < to * 60L)
                .mapToInt(Map.Entry::getValue)
                .max()
                .orElse(0);
    }

    private Duration longest(String size) {
        return day.longestBetween.entrySet().stream()
                .filter(tenant -> tenant.getKey().startsWith(size))
                .map(Map.Entry::getValue)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation would take a dependency for one private method
    private void line(String format, Object... values) {
        report.append(String.format(Locale.ROOT, format, values).stripTrailing())
                .append('\n');
    }
}
