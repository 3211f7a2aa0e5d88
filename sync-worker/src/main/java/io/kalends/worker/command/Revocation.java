package io.kalends.worker.command;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.token.TokenVault;
import io.kalends.core.token.TokenVault.UnreadableCredentialException;

/// Gives a grant back to the provider, as far as that can be done. Nothing depends on it.
final class Revocation {

    private static final Logger log = LoggerFactory.getLogger(Revocation.class);

    private final TokenVault vault;
    private final TokenEndpoints endpoints;

    Revocation(TokenVault vault, TokenEndpoints endpoints) {
        this.vault = vault;
        this.endpoints = endpoints;
    }

    /// Asks the provider once; no transaction may be open.
    void revoke(Order order) throws InterruptedException {
        log.atInfo()
                .addKeyValue("connectionKey", order.row())
                .addKeyValue("revoked", attempt(order.key()))
                .log("asked the provider to take a grant back");
    }

    private boolean attempt(ConnectionKey key) throws InterruptedException {
        var endpoint = endpoints.of(key.provider());
        if (endpoint == null) {
            return false;
        }
        try {
            var credential = vault.read(key);
            return credential != null && endpoint.revoke(credential.refresh());
        } catch (UnreadableCredentialException e) {
            log.atWarn().setCause(e).log("a credential to be revoked does not open");
            return false;
        } catch (RuntimeException e) {
            if (Infrastructure.isAway(e)) {
                throw e;
            }
            log.atWarn().setCause(e).log("a grant could not be given back");
            return false;
        }
    }
}
