package io.kalends.worker.command;

import io.kalends.worker.command.ConnectionCommand.Disconnect;
import io.kalends.worker.vault.Credentials;

/// Gives a connection up.
final class Disconnecting {

    private final Ledger ledger;
    private final Revocation revocation;
    private final Erasing erasing;

    Disconnecting(Ledger ledger, Revocation revocation, Erasing erasing) {
        this.ledger = ledger;
        this.revocation = revocation;
        this.erasing = erasing;
    }

    /// Revokes the grant at the provider, then erases everything in one transaction. A worker that is still at it
    /// finds
    /// its
    /// fence raised and writes nothing.
    Outcome disconnect(Disconnect command) throws InterruptedException {
        var order = command.order();
        if (ledger.carriedOut(order)) {
            // the user may have connected again since; that grant is not the one to revoke
            return Outcome.REPEATED;
        }
        revocation.revoke(order);
        return ledger.carryOut(order, _ -> erasing.erase(order));
    }

    /// Everything that goes with a connection.
    record Erasing(ConnectionRows rows, Erasure calendars, Credentials credentials) {

        void erase(Order order) {
            rows.unlink(order);
            calendars.erase(order);
            credentials.erase(order.key());
        }
    }
}
