package io.kalends.health.web;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

import io.kalends.health.kafka.CommandPublisher;
import io.kalends.health.projection.TenantSettings;
import io.kalends.health.store.TenantSettingsTable;

/// Takes what tenants decide: writes it down and publishes it, both or neither.
///
/// The version is the time in milliseconds, or the next number where that is not greater: a publication that timed out
/// may have arrived all the same, and a read model built again must not begin with versions that were used before.
final class TenantDesk {

    private static final Logger log = LoggerFactory.getLogger(TenantDesk.class);

    private final TenantSettingsTable table;
    private final CommandPublisher publisher;
    private final TransactionOperations transactions;
    private final InstantSource clock;

    TenantDesk(
            TenantSettingsTable table,
            CommandPublisher publisher,
            TransactionOperations transactions,
            InstantSource clock) {
        this.table = table;
        this.publisher = publisher;
        this.transactions = transactions;
        this.clock = clock;
    }

    /// What the tenant has decided so far.
    TenantSettings read(String tenantId) {
        return table.of(tenantId);
    }

    /// Replaces all settings of a tenant.
    ///
    /// @param expected the version the caller has seen, or null when any may be overwritten
    /// @throws ProblemException when another version is current
    TenantSettings decide(String tenantId, TenantsController.SettingsBody body, @Nullable Long expected) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var wanted = new TenantSettings(
                tenantId,
                now.toEpochMilli(),
                body.windowBackDays(),
                body.windowAheadDays(),
                body.shareOrAll(),
                Boolean.TRUE.equals(body.privateAsBusy()),
                body.holdAbovePercent(),
                body.holdAboveCount(),
                now);
        return Objects.requireNonNull(transactions.execute(_ -> {
            var decided = table.decide(wanted, expected).orElseThrow(() -> overtaken(tenantId));
            var commandId = UUID.randomUUID();
            // with the row locked: what comes later on the topic has the greater version
            publisher.decide(commandId, decided, now);
            log.info(
                    "tenant settings published, commandId={}, tenantId={}, version={}",
                    commandId,
                    tenantId,
                    decided.version());
            return decided;
        }));
    }

    private ProblemException overtaken(String tenantId) {
        return ProblemException.overtaken(
                "settings-changed",
                "The settings of tenant " + Problems.shown(tenantId)
                        + " have been changed since you read them, they are " + "at version "
                        + table.of(tenantId).version() + " now. Read them again and repeat your change.");
    }
}
