package io.kalends.worker.kafka;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.kalends.worker.failure.Failure;

/// Tries a step again for as long as database or broker are away. Ends only with the step's own result, its
/// failure, or an interrupt.
///
/// @param sleeper waits, or is interrupted
record Patience(Backoff backoff, Sleeper sleeper, LoopMetrics metrics) {

    private static final Logger log = LoggerFactory.getLogger(Patience.class);

    /// How a lane waits; a test has a clock of its own.
    interface Sleeper {
        void sleep(Duration time) throws InterruptedException;
    }

    /// Something that may find database or broker away.
    interface Step<T> {
        T run() throws InterruptedException;
    }

    <T> T insist(String lane, Step<T> step) throws InterruptedException {
        for (int failures = 1; ; failures++) {
            try {
                return step.run();
            } catch (InfrastructureUnavailableException | OutOfMemoryError e) {
                metrics.waited();
                log.atLevel(failures == 1 ? org.slf4j.event.Level.WARN : org.slf4j.event.Level.DEBUG)
                        .addKeyValue("connectionKey", lane)
                        .addKeyValue("failures", failures)
                        .setCause(failures == 1 ? Failure.loggable(e) : null)
                        .log("a lane waits for broken infrastructure");
                pause(failures);
            }
        }
    }

    /// Waits as after `failures` failures.
    void pause(int failures) throws InterruptedException {
        sleeper.sleep(backoff.after(failures));
    }
}
