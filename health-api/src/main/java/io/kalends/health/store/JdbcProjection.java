package io.kalends.health.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.transaction.support.TransactionTemplate;

import io.kalends.health.projection.CommandModel;
import io.kalends.health.projection.Fact;
import io.kalends.health.projection.Fact.KeyPublished;
import io.kalends.health.projection.Fact.OfConnection;

/// Takes batches of facts into the read model: one transaction for the rows and for where reading goes on.
public final class JdbcProjection {

    private final TransactionTemplate transactions;
    private final ConnectionTable connections;
    private final CommandTable commands;
    private final VaultKeyTable keys;
    private final OffsetTable offsets;

    JdbcProjection(
            TransactionTemplate transactions,
            ConnectionTable connections,
            CommandTable commands,
            VaultKeyTable keys,
            OffsetTable offsets) {
        this.transactions = transactions;
        this.connections = connections;
        this.commands = commands;
        this.keys = keys;
        this.offsets = offsets;
    }

    /// Takes in `facts` and remembers that reading goes on at `next`, both or neither.
    ///
    /// @throws IllegalStateException when another generation of the read model has been begun meanwhile
    /// @throws org.springframework.dao.DataAccessException when the database cannot take it now
    public void apply(List<Fact> facts, Map<Partition, Long> next) {
        transactions.executeWithoutResult(_ -> {
            offsets.requireGeneration();
            fold(facts);
            tell(facts);
            facts.stream()
                    .filter(KeyPublished.class::isInstance)
                    .map(KeyPublished.class::cast)
                    .forEach(keys::keep);
            offsets.write(next);
        });
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
        var known = connections.lock(byConnection.values().stream()
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
        connections.write(changes);
    }

    private void tell(List<Fact> facts) {
        var told = new LinkedHashMap<String, CommandModel>();
        for (var fact : facts) {
            var command = CommandModel.told(fact);
            if (command != null) {
                told.merge(command.commandId(), command, CommandModel::with);
            }
        }
        new TreeMap<>(told).values().forEach(commands::merge);
    }
}
