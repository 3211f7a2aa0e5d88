package io.kalends.health.kafka;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.transaction.TransactionException;

import io.kalends.health.store.OffsetTable;
import io.kalends.health.store.Partition;

/// Lets a consumer go on where the database says.
final class StoredOffsets implements ConsumerAwareRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(StoredOffsets.class);

    private final OffsetTable offsets;
    private final Supplier<@Nullable String> clusterId;
    private final ProjectionLag lag;

    StoredOffsets(OffsetTable offsets, Supplier<@Nullable String> clusterId, ProjectionLag lag) {
        this.offsets = offsets;
        this.clusterId = clusterId;
        this.lag = lag;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        var next = next(partitions);
        for (var assigned : partitions) {
            var offset = next.get(new Partition(assigned.topic(), assigned.partition()));
            if (offset == null) {
                consumer.seekToBeginning(List.of(assigned));
            } else {
                consumer.seek(assigned, offset);
            }
        }
    }

    @Override
    public void onPartitionsRevokedAfterCommit(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        lag.forget(partitions);
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        lag.forget(partitions);
    }

    /// Empty when the database is away or the cluster does not say which it is: reading from the beginning is slow but
    /// never wrong.
    private Map<Partition, Long> next(Collection<TopicPartition> partitions) {
        var cluster = clusterId.get();
        if (cluster == null) {
            log.warn("cluster id cannot be read, partitions={} are read from the beginning", partitions);
            return Map.of();
        }
        try {
            return offsets.read(cluster);
        } catch (DataAccessException | TransactionException away) {
            log.warn("offsets cannot be read, partitions={} are read from the beginning", partitions, away);
            return Map.of();
        }
    }
}
