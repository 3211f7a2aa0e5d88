package io.kalends.worker.outbox;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/// The shards a relay holds, and until when it may believe that.
///
/// @param holder the relay
/// @param fences fence by shard
/// @param until end of the leases on the scale of [System#nanoTime()]; counted from before the database was
///     asked, so that the belief ends before the lease
record Leases(String holder, Map<Integer, Long> fences, long until) {

    Leases {
        fences = Map.copyOf(fences);
    }

    static Leases none(String holder, long now) {
        return new Leases(holder, Map.of(), now);
    }

    boolean areValid(long now) {
        return until - now > 0;
    }

    /// Whether every shard of `shards` is still held as it was in `earlier`, without another holder in between.
    boolean continues(Leases earlier, Collection<Integer> shards) {
        return shards.stream().allMatch(shard -> {
            var fence = fences.get(shard);
            return fence != null && fence.equals(earlier.fences.get(shard));
        });
    }

    Set<Integer> shards() {
        return fences.keySet();
    }
}
