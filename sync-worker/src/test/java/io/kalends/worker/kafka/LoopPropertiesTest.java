package io.kalends.worker.kafka;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LoopPropertiesTest {

    @Test
    void nothing_needs_to_be_set() {
        assertThat(loop(Map.of()).group()).isEqualTo("kalends-sync-worker");
        assertThat(loop(Map.of()).drain()).isEqualTo(Duration.ofSeconds(25));
        assertThat(lanes(Map.of())).isEqualTo(new LaneProperties(64, Duration.ofMinutes(5)));
    }

    @Test
    void what_cannot_work_is_refused() {
        assertThatThrownBy(() -> loop(Map.of("kalends.worker.loop.retry-longest", "1ms")))
                .rootCause()
                .hasMessageContaining("retry-longest");
        assertThatThrownBy(() -> lanes(Map.of("kalends.worker.permits", "1")))
                .rootCause()
                .hasMessageContaining("permits must be at least 2");
    }

    private static LoopProperties loop(Map<String, String> set) {
        return new Binder(new MapConfigurationPropertySource(set))
                .bindOrCreate("kalends.worker.loop", LoopProperties.class);
    }

    private static LaneProperties lanes(Map<String, String> set) {
        return new Binder(new MapConfigurationPropertySource(set)).bindOrCreate("kalends.worker", LaneProperties.class);
    }
}
