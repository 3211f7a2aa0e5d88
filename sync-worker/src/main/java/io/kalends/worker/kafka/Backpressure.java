package io.kalends.worker.kafka;

/// When a partition has enough on its plate. Between half of a limit and the limit nothing changes, so that a
/// partition does not flutter.
///
/// @param inFlight unfinished records above which a partition pauses
/// @param lag offsets between watermark and newest record above which a partition pauses
record Backpressure(int inFlight, long lag) {

    Backpressure {
        if (inFlight < 2 || lag < 2) {
            throw new IllegalArgumentException(
                    "back-pressure limits must be at least 2, they are " + inFlight + " records and a lag of " + lag);
        }
    }

    boolean paused(boolean pausedNow, Watermark watermark) {
        return pausedNow
                ? watermark.inFlight() > inFlight / 2 || watermark.lag() > lag / 2
                : watermark.inFlight() > inFlight || watermark.lag() > lag;
    }
}
