package io.kalends.worker.outbox;

import java.time.Duration;
import java.util.HashMap;
import java.util.function.LongSupplier;

import org.springframework.jdbc.core.simple.JdbcClient;

/// Leases shards to one relay. Whether a lease has run out is decided by the database's clock alone.
final class ShardLeases {

    private static final String LEASE = """
            UPDATE sync.outbox_shard
               SET fence = CASE WHEN leased_by = :holder AND leased_until > now() THEN fence ELSE fence + 1 END,
                   leased_by = :holder,
                   leased_until = now() + make_interval(secs => :seconds)
             WHERE shard IN (SELECT shard
                               FROM sync.outbox_shard
                              WHERE leased_by = :holder
                                 OR leased_until IS NULL
                                 OR leased_until <= now()
                              ORDER BY shard
                                FOR UPDATE SKIP LOCKED)
            RETURNING shard, fence
            """;

    private static final String RELEASE = """
            UPDATE sync.outbox_shard
               SET leased_until = NULL
             WHERE leased_by = :holder
            """;

    private final JdbcClient jdbc;
    private final String holder;
    private final Duration length;
    private final LongSupplier nanoTime;

    /// @param holder unlike that of any other relay, and of any earlier start of this one
    ShardLeases(JdbcClient jdbc, String holder, Duration length, LongSupplier nanoTime) {
        this.jdbc = jdbc;
        this.holder = holder;
        this.length = length;
        this.nanoTime = nanoTime;
    }

    Leases none() {
        return Leases.none(holder, nanoTime.getAsLong());
    }

    /// Prolongs what this relay holds and takes what nobody holds.
    Leases take() {
        long asked = nanoTime.getAsLong();
        var fences = new HashMap<Integer, Long>();
        jdbc.sql(LEASE)
                .param("holder", holder)
                .param("seconds", length.toMillis() / 1000.0)
                .query(row -> {
                    fences.put(row.getInt("shard"), row.getLong("fence"));
                });
        return new Leases(holder, fences, asked + length.toNanos());
    }

    /// Gives everything back, for another relay to take at once.
    void release() {
        jdbc.sql(RELEASE).param("holder", holder).update();
    }
}
