package io.kalends.worker.incident;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

class RoundTest {

    private final AtomicInteger begun = new AtomicInteger();

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void one_that_fails_says_so_once_and_goes_on(CapturedOutput output) {
        var round = new Round("the work cannot be done", () -> {
            if (begun.incrementAndGet() <= 3) {
                throw new IllegalStateException("away");
            }
        });

        for (int i = 0; i < 4; i++) {
            round.run();
        }

        assertThat(begun).hasValue(4);
        assertThat(output.getOut()).containsOnlyOnce("the work cannot be done");
    }

    @Test
    void one_that_takes_long_is_not_overtaken() {
        var rounds = new Round[1];
        rounds[0] = new Round("the work cannot be done", () -> {
            begun.incrementAndGet();
            rounds[0].run();
        });

        rounds[0].run();
        rounds[0].run();

        assertThat(begun).hasValue(2);
    }
}
