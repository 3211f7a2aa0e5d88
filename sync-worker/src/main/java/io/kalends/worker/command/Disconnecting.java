package io.kalends.worker.command;

import io.kalends.core.connection.ConnectionState;
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

    /// Revokes the grant at the provider, then erases everything in one transaction. A worker that is still at
    /// it finds its fence raised and writes nothing.
    Outcome disconnect(Disconnect command) throws InterruptedException {
        var order = command.order();
        if (ledger.carriedOut(order)) {
            // the user may have connected again since; that grant is not the one to revoke
            return Outcome.REPEATED;
        }
        revocation.revoke(order);
        return ledger.carryOut(
                order, before -> erasing.erase(order, before.state().disconnected()));
    }

    /// Everything that goes with a connection.
    record Erasing(ConnectionRows rows, Erasure calendars, Credentials credentials) {

        void erase(Order order, ConnectionState.Disconnected gone) {
            rows.unlink(order, gone);
            calendars.erase(order);
            credentials.erase(order.key());
        }
    }
}
