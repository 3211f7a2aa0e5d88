package io.kalends.worker.kafka;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class PatienceTest {

    private final LoggingSystem logging = LoggingSystem.get(PatienceTest.class.getClassLoader());

    @BeforeEach
    void listen() {
        logging.setLogLevel(Patience.class.getName(), LogLevel.WARN);
    }

    @AfterEach
    void listen_less() {
        logging.setLogLevel(Patience.class.getName(), LogLevel.OFF);
    }

    @Test
    void the_log_says_what_kind_of_trouble_it_waits_for_and_quotes_no_statement(CapturedOutput output)
            throws InterruptedException {
        var calls = new AtomicInteger();
        var batch = new BatchUpdateException(
                "Batch entry 0 INSERT 'Planted title' was aborted", "57P01", new int[0], new SQLException("Planted"));
        var patience = new Patience(
                new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), () -> 0),
                _ -> {},
                new LoopMetrics(new SimpleMeterRegistry()));

        var result = patience.insist("acme/u/google", () -> {
            if (calls.incrementAndGet() == 1) {
                throw new InfrastructureUnavailableException(
                        "away", new DataAccessResourceFailureException("Planted title", batch));
            }
            return "done";
        });

        assertThat(result).isEqualTo("done");
        assertThat(output.getAll())
                .contains("a lane waits for broken infrastructure")
                .contains("57P01")
                .doesNotContain("Planted");
    }
}
