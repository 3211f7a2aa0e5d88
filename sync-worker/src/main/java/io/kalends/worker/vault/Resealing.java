package io.kalends.worker.vault;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// Wraps with the primary master key what older ones have wrapped; what the wrapped keys have sealed stays as it is.
///
/// A few rows are one transaction, so workers go on beside it, it can be stopped at any row, and to repeat it is to go
/// on.
final class Resealing {

    private static final int AT_ONCE = 200;

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final MasterKeyset master;

    Resealing(JdbcClient jdbc, TransactionOperations transaction, MasterKeyset master) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.master = master;
    }

    /// What became of one row.
    ///
    /// @param masterKeyId the key that had wrapped it
    /// @param opened false when that key does not open it: it was altered, or moved here, and stays as it is
    record Done(WrappedKeys keys, String id, long masterKeyId, boolean opened) {}

    /// Takes every row once.
    ///
    /// @param told what became of each row, once it is committed
    void run(Consumer<Done> told) {
        for (var keys : WrappedKeys.values()) {
            @Nullable String after = null;
            List<Done> done;
            do {
                done = some(keys, after);
                done.forEach(told);
                after = done.isEmpty() ? after : done.getLast().id();
            } while (!done.isEmpty());
        }
    }

    private List<Done> some(WrappedKeys keys, @Nullable String after) {
        return transaction.execute(_ -> {
            var done = new ArrayList<Done>();
            for (var row : keys.older(jdbc, master.primaryId(), after, AT_ONCE)) {
                var wrapped = master.rewrap(row.wrapped(), keys.boundTo(row.id()));
                if (wrapped != null) {
                    keys.replace(jdbc, row.id(), wrapped, master.primaryId());
                }
                done.add(new Done(keys, row.id(), row.masterKeyId(), wrapped != null));
            }
            return done;
        });
    }
}
