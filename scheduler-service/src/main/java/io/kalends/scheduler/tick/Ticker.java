package io.kalends.scheduler.tick;

import java.time.Duration;
import java.time.InstantSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

import io.kalends.scheduler.schedule.Backlogs;
import io.kalends.scheduler.schedule.Resyncs;

/// Runs each duty at its time. One that fails says so and is tried again at its next time.
final class Ticker {

    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

    private final Round round;
    private final Relay relay;
    private final Measuring measuring;
    private final Forgetting forgetting;

    Ticker(Round round, Relay relay, Measuring measuring, Forgetting forgetting) {
        this.round = round;
        this.relay = relay;
        this.measuring = measuring;
        this.forgetting = forgetting;
    }

    @Scheduled(fixedDelayString = "${kalends.scheduler.tick:1s}")
    void publishWhatIsDue() {
        attempt("round", () -> measuring.meters().published(round.run()));
    }

    @Scheduled(fixedDelayString = "${kalends.scheduler.tick:1s}")
    void tellHowCommandsMovedOn() {
        attempt("relay", relay::run);
    }

    @Scheduled(fixedDelayString = "5s")
    void measure() {
        attempt(
                "measuring",
                () -> measuring.meters().measured(measuring.backlogs().measure()));
    }

    @Scheduled(fixedDelayString = "1h", initialDelayString = "1m")
    void forgetOldCommands() {
        attempt(
                "forgetting",
                () -> forgetting
                        .resyncs()
                        .forgetEnded(forgetting.clock().instant().minus(forgetting.kept())));
    }

    private static void attempt(String duty, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("{} failed, nothing was marked, it is tried again: {}", duty, String.valueOf(e.getMessage()), e);
        }
    }

    record Measuring(Backlogs backlogs, ScheduleMeters meters) {}

    record Forgetting(Resyncs resyncs, InstantSource clock, Duration kept) {}
}
