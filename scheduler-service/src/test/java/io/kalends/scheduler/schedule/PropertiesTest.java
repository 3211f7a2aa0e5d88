package io.kalends.scheduler.schedule;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.convert.DurationStyle;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PropertiesTest {

    @Test
    void settings_that_cannot_work_are_refused_by_name() {
        assertThatThrownBy(() -> settings("0s", 500, 500, "10m")).hasMessageContaining("kalends.scheduler.tick");
        assertThatThrownBy(() -> settings("1s", 500, 500, "-1m")).hasMessageContaining("in-flight-timeout");
        assertThatThrownBy(() -> settings("1s", 0, 500, "10m")).hasMessageContaining("kalends.scheduler.batch");
        assertThatThrownBy(() -> settings("1s", 500, 0, "10m")).hasMessageContaining("max-in-flight");
        assertThatThrownBy(() -> new CadenceProperties(Duration.ZERO)).hasMessageContaining("kalends.sync.interval");
    }

    @Test
    void commands_are_remembered_longer_than_their_topic_may_repeat_them() {
        assertThatThrownBy(() -> settings("1s", 1, 1, "1m", Duration.ofDays(7))).hasMessageContaining("commands-kept");
    }

    private static SchedulerProperties settings(String tick, int batch, int maxInFlight, String timeout) {
        return settings(tick, batch, maxInFlight, timeout, Duration.ofDays(30));
    }

    private static SchedulerProperties settings(
            String tick, int batch, int maxInFlight, String timeout, Duration commandsKept) {
        return new SchedulerProperties(
                duration(tick),
                batch,
                maxInFlight,
                0,
                Map.of(),
                Map.of(),
                Map.of(),
                10,
                duration(timeout),
                Duration.ofHours(1),
                Duration.ofSeconds(5),
                commandsKept);
    }

    private static Duration duration(String text) {
        return DurationStyle.SIMPLE.parse(text);
    }
}
