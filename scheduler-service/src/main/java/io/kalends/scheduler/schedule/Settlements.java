package io.kalends.scheduler.schedule;

import java.time.InstantSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

import io.kalends.scheduler.plan.Mode;
import io.kalends.scheduler.plan.Outcome;
import io.kalends.scheduler.plan.SchedulePlan;

/// Settles the request in flight; the outcome of any other request changes nothing.
public final class Settlements {

    private static final Logger LOG = LoggerFactory.getLogger(Settlements.class);

    private final StandingRows rows;
    private final ResyncTargets targets;
    private final SchedulePlan plan;
    private final InstantSource clock;
    private final TransactionOperations transactions;

    Settlements(
            StandingRows rows,
            ResyncTargets targets,
            SchedulePlan plan,
            InstantSource clock,
            TransactionOperations transactions) {
        this.rows = rows;
        this.targets = targets;
        this.plan = plan;
        this.clock = clock;
        this.transactions = transactions;
    }

    /// A run that read nothing, or was answered from memory, says nothing about what reading costs.
    private void cost(String connectionKey, Mode asked, Outcome.Completed done) {
        if (!asked.republishes() && done.calls() > 0) {
            rows.cost(connectionKey, done.wide(), done.calls());
        }
    }

    /// Applies `outcome`, once however often it comes.
    public void settle(String connectionKey, Outcome outcome) {
        transactions.executeWithoutResult(_ -> {
            var before = rows.lock(connectionKey).orElse(null);
            if (before == null) {
                LOG.debug("outcome of an unknown connection: connectionKey={}", connectionKey);
                return;
            }
            var now = clock.instant();
            var after = plan.settle(before, outcome, now);
            if (after.equals(before)) {
                LOG.debug(
                        "outcome of no request in flight: connectionKey={} requestId={}",
                        connectionKey,
                        outcome.requestId());
                return;
            }
            rows.update(connectionKey, after);
            if (outcome instanceof Outcome.Completed done && before.inFlight() != null) {
                cost(connectionKey, before.inFlight().mode(), done);
            }
            var flight = before.inFlight();
            if (flight != null && outcome.ends()) {
                targets.end(connectionKey, flight.requestId(), now);
            }
        });
    }
}
