package io.kalends.worker.kafka;

import java.util.concurrent.Semaphore;

/// How many lanes work at once, and that bulk work never holds more than half of the places. Bulk work that
/// waits for its half holds no place and stands in nobody's way.
final class Permits {

    private final Semaphore places;
    private final Semaphore bulkPlaces;

    Permits(int permits) {
        if (permits < 2) {
            throw new IllegalArgumentException(
                    "at least 2 permits are needed so that half can be kept from bulk work," + " not " + permits);
        }
        places = new Semaphore(permits, true);
        bulkPlaces = new Semaphore(permits / 2, true);
    }

    /// Waits for a place; first come, first served.
    void acquire(boolean bulk) throws InterruptedException {
        if (!bulk) {
            places.acquire();
            return;
        }
        bulkPlaces.acquire();
        try {
            places.acquire();
        } catch (InterruptedException e) {
            bulkPlaces.release();
            throw e;
        }
    }

    void release(boolean bulk) {
        places.release();
        if (bulk) {
            bulkPlaces.release();
        }
    }

    /// Who waits for a place.
    int waiting() {
        return places.getQueueLength() + bulkPlaces.getQueueLength();
    }
}
