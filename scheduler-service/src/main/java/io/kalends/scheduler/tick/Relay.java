package io.kalends.scheduler.tick;

import org.springframework.transaction.support.TransactionOperations;

import io.kalends.scheduler.schedule.AnnouncementBelt;
import io.kalends.scheduler.schedule.Announcements;

/// Tells how resync commands moved on, in order, at least once.
final class Relay {

    private static final int BATCH = 500;

    private final Announcements announcements;
    private final AnnouncementBelt belt;
    private final TransactionOperations transactions;

    Relay(Announcements announcements, AnnouncementBelt belt, TransactionOperations transactions) {
        this.announcements = announcements;
        this.belt = belt;
        this.transactions = transactions;
    }

    /// Publishes the oldest announcements; they are dropped when the broker has them all.
    void run() {
        transactions.executeWithoutResult(_ -> {
            var oldest = announcements.take(BATCH);
            if (!oldest.isEmpty()) {
                belt.publish(oldest);
                announcements.told(oldest);
            }
        });
    }
}
