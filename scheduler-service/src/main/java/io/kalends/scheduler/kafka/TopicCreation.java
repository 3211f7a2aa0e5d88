package io.kalends.scheduler.kafka;

import java.util.function.BooleanSupplier;

import org.springframework.scheduling.annotation.Scheduled;

/// Creates missing topics, also when no broker answers at the start: again and again until it worked once.
final class TopicCreation {

    private final BooleanSupplier creation;
    private volatile boolean done;

    /// @param creation creates what is missing; false when no broker took it
    TopicCreation(BooleanSupplier creation) {
        this.creation = creation;
    }

    @Scheduled(fixedDelayString = "15s", initialDelayString = "15s")
    void attempt() {
        if (!done) {
            done = creation.getAsBoolean();
        }
    }
}
