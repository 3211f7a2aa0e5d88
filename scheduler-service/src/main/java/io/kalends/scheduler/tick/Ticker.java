package io.kalends.scheduler.tick;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

import io.kalends.scheduler.schedule.Backlogs;
import io.kalends.scheduler.schedule.Resyncs;

/// Runs each duty at its time. One that fails is tried again at its next time, and says so once.
final class Ticker {

    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

    private final Round round;
    private final Relay relay;
    private final Measuring measuring;
    private final Forgetting forgetting;
    private final Set<String> failing = ConcurrentHashMap.newKeySet();

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

    private void attempt(String duty, Runnable work) {
        try {
            work.run();
            if (failing.remove(duty)) {
                LOG.info("works again: duty={}", duty);
            }
        } catch (RuntimeException e) {
            if (failing.add(duty)) {
                LOG.warn("failed, nothing was marked, tried again until it works: duty={}", duty, e);
            }
        }
    }

    record Measuring(Backlogs backlogs, ScheduleMeters meters) {}

    record Forgetting(Resyncs resyncs, InstantSource clock, Duration kept) {}
}
