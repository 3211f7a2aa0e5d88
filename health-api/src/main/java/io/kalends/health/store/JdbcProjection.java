package io.kalends.health.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.transaction.support.TransactionTemplate;

import io.kalends.health.projection.CommandModel;
import io.kalends.health.projection.Fact;
import io.kalends.health.projection.Fact.CommandMoved;
import io.kalends.health.projection.Fact.IncidentMoved;
import io.kalends.health.projection.Fact.KeyPublished;
import io.kalends.health.projection.Fact.OfConnection;
import io.kalends.health.projection.Fact.TenantDecided;
import io.kalends.health.projection.Incident;

/// Takes batches of facts into the read model: one transaction for the rows and for where reading goes on.
public final class JdbcProjection {

    private final TransactionTemplate transactions;
    private final Tables tables;
    private final OffsetTable offsets;

    JdbcProjection(TransactionTemplate transactions, Tables tables, OffsetTable offsets) {
        this.transactions = transactions;
        this.tables = tables;
        this.offsets = offsets;
    }

    /// Where each kind of fact goes.
    record Tables(
            ConnectionTable connections,
            CommandTable commands,
            VaultKeyTable keys,
            TenantSettingsTable tenants,
            IncidentTable incidents) {}

    /// Takes in `facts` and remembers that reading goes on at `next`, both or neither.
    ///
    /// @throws IllegalStateException when another generation of the read model has been begun meanwhile
    /// @throws org.springframework.dao.DataAccessException when the database cannot take it now
    public void apply(List<Fact> facts, Map<Partition, Long> next) {
        transactions.executeWithoutResult(_ -> {
            offsets.requireGeneration();
            fold(facts);
            tell(facts);
            keep(facts);
            offsets.write(next);
        });
    }

    private void keep(List<Fact> facts) {
        var decided = new TreeMap<String, TenantDecided>();
        var incidents = new TreeMap<String, Incident>();
        for (var fact : facts) {
            switch (fact) {
                case KeyPublished key -> tables.keys().keep(key);
                case TenantDecided one -> decided.merge(one.settings().tenantId(), one, JdbcProjection::newer);
                case IncidentMoved one ->
                    incidents.merge(
                            one.incident().provider() + "/" + one.incident().kind(),
                            one.incident(),
                            (known, told) -> told.version() > known.version() ? told : known);
                case OfConnection _, CommandMoved _ -> {
                    // folded elsewhere
                }
            }
        }
        decided.values().forEach(one -> tables.tenants().keep(one.settings()));
        incidents.values().forEach(tables.incidents()::keep);
    }

    private static TenantDecided newer(TenantDecided one, TenantDecided other) {
        return other.settings().version() > one.settings().version() ? other : one;
    }

    private void fold(List<Fact> facts) {
        var byConnection = new TreeMap<String, List<OfConnection>>();
        for (var fact : facts) {
            if (fact instanceof OfConnection told) {
                byConnection
                        .computeIfAbsent(told.connection().text(), _ -> new ArrayList<>())
                        .add(told);
            }
        }
        if (byConnection.isEmpty()) {
            return;
        }
        var known = tables.connections()
                .lock(byConnection.values().stream()
                        .map(told -> told.getFirst().connection())
                        .toList());
        var changes = new ArrayList<ConnectionTable.Change>();
        known.forEach(before -> {
            var after = before;
            for (var fact : byConnection.getOrDefault(before.key().text(), List.of())) {
                after = after.with(fact);
            }
            if (!after.equals(before)) {
                changes.add(new ConnectionTable.Change(before, after));
            }
        });
        tables.connections().write(changes);
    }

    private void tell(List<Fact> facts) {
        var told = new LinkedHashMap<String, CommandModel>();
        for (var fact : facts) {
            var command = CommandModel.told(fact);
            if (command != null) {
                told.merge(command.commandId(), command, CommandModel::with);
            }
        }
        new TreeMap<>(told).values().forEach(tables.commands()::merge);
    }
}
