package io.kalends.scheduler.tick;

import java.time.InstantSource;

import org.springframework.transaction.support.TransactionOperations;

import io.kalends.scheduler.schedule.Claimed;
import io.kalends.scheduler.schedule.Claims;
import io.kalends.scheduler.schedule.RequestBelt;

/// One round of the schedule: what is due is published and noted as in flight, or nothing is noted.
///
/// A request whose note is lost after it was published is published once more under another id; its first outcome will
/// match nothing, and the worker answers the repeat from memory.
final class Round {

    private final Claims claims;
    private final RequestBelt belt;
    private final InstantSource clock;
    private final TransactionOperations transactions;

    Round(Claims claims, RequestBelt belt, InstantSource clock, TransactionOperations transactions) {
        this.claims = claims;
        this.belt = belt;
        this.clock = clock;
        this.transactions = transactions;
    }

    /// The requests that are now in flight.
    ///
    /// @throws RuntimeException when database or broker is away; nothing is in flight then that was not before
    Claimed run() {
        return transactions.execute(_ -> {
            var claimed = claims.claim(clock.instant());
            belt.publish(claimed.requests());
            return claimed;
        });
    }
}
