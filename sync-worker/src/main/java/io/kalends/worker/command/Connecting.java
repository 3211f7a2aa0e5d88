package io.kalends.worker.command;

import io.kalends.worker.command.ConnectionCommand.Connect;
import io.kalends.worker.vault.Credentials;
import io.kalends.worker.vault.SealedCredentials;

/// Takes a credential in.
final class Connecting {

    private final Ledger ledger;
    private final ConnectionRows rows;
    private final SealedCredentials arrivals;
    private final Credentials credentials;
    private final TokenEndpoints endpoints;

    Connecting(
            Ledger ledger,
            ConnectionRows rows,
            SealedCredentials arrivals,
            Credentials credentials,
            TokenEndpoints endpoints) {
        this.ledger = ledger;
        this.rows = rows;
        this.arrivals = arrivals;
        this.credentials = credentials;
        this.endpoints = endpoints;
    }

    /// Stores the credential and links the connection. What is known of it from before stays: the next run goes
    /// on from its cursors.
    ///
    /// @throws CommandRejectedException when this installation cannot speak to the provider; nothing changes
    /// @throws io.kalends.worker.vault.CredentialRejectedException when the credential cannot be used; nothing
    ///     changes
    Outcome connect(Connect command) {
        var order = command.order();
        var provider = order.key().provider();
        if (endpoints.of(provider) == null) {
            throw new CommandRejectedException(
                    "CONNECT asks for the provider " + provider.id() + ", for which this installation has no adapter");
        }
        var credential = arrivals.open(order.key(), command.vaultKeyId(), command.sealed());
        return ledger.addAndCarryOut(order, before -> {
            rows.link(order, before.state().reconnected());
            credentials.put(order.key(), credential);
        });
    }
}
