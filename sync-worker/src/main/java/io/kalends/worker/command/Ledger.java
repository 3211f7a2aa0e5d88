package io.kalends.worker.command;

import org.springframework.transaction.support.TransactionOperations;

/// Carries each command out once: the connection's row is locked, the command noted, the change made and told
/// of, all in one transaction.
final class Ledger {

    private final TransactionOperations transaction;
    private final ConnectionRows rows;
    private final ConnectionAnnouncer announcer;

    Ledger(TransactionOperations transaction, ConnectionRows rows, ConnectionAnnouncer announcer) {
        this.transaction = transaction;
        this.rows = rows;
        this.announcer = announcer;
    }

    /// What a command does once it is its turn.
    @FunctionalInterface
    interface Change {

        /// @param before where the connection stands before it
        void make(Standing before);
    }

    /// Makes `change` to a connection that may not be there yet.
    Outcome addAndCarryOut(Order order, Change change) {
        return transaction.execute(_ -> {
            rows.add(order);
            return locked(order, change);
        });
    }

    /// Makes `change` to a connection, unless there is none.
    Outcome carryOut(Order order, Change change) {
        return transaction.execute(_ -> locked(order, change));
    }

    /// Whether the command was carried out before.
    boolean carriedOut(Order order) {
        return rows.noted(order);
    }

    private Outcome locked(Order order, Change change) {
        var before = rows.lock(order);
        if (!rows.note(order)) {
            return Outcome.REPEATED;
        }
        if (before == null) {
            return Outcome.UNKNOWN_CONNECTION;
        }
        change.make(before);
        announcer.emit(order.key(), order.commandId());
        return Outcome.DONE;
    }
}
