package io.kalends.health.kafka;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.listener.ConsumerSeekAware;
import org.springframework.transaction.TransactionException;

import io.kalends.health.projection.Fact;
import io.kalends.health.store.JdbcProjection;
import io.kalends.health.store.OffsetTable;
import io.kalends.health.store.Partition;
import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.schemas.serde.UnreadableRecordException;

/// Reads what the worker and the scheduler say, a batch at a time. Where reading goes on is kept in the database with
/// the rows; the offsets committed to Kafka are for lag tools only.
final class ProjectionListener implements ConsumerSeekAware {

    private static final Logger log = LoggerFactory.getLogger(ProjectionListener.class);

    private final Topics topics;
    private final TopicTypes types;
    private final AvroCodec codec;
    private final JdbcProjection projection;
    private final OffsetTable offsets;
    private final Supplier<@Nullable String> clusterId;
    private final DeadLetters deadLetters;
    private final Map<TopicPartition, Long> lag = new ConcurrentHashMap<>();

    ProjectionListener(
            Topics topics,
            AvroCodec codec,
            JdbcProjection projection,
            OffsetTable offsets,
            Supplier<@Nullable String> clusterId,
            DeadLetters deadLetters) {
        this.topics = topics;
        this.types = new TopicTypes(topics);
        this.codec = codec;
        this.projection = projection;
        this.offsets = offsets;
        this.clusterId = clusterId;
        this.deadLetters = deadLetters;
    }

    /// The topics this service reads.
    public String[] topics() {
        return new String[] {
            topics.syncCompleted(),
            topics.syncFailed(),
            topics.syncDeferred(),
            topics.connectionChanged(),
            topics.resyncChanged(),
            topics.vaultKey(),
            topics.tenantRequested(),
            topics.incidentChanged()
        };
    }

    /// Records that are there but not in the read model yet, over the partitions of this process.
    double lag() {
        return lag.values().stream().mapToLong(Long::longValue).sum();
    }

    @KafkaListener(id = "projection", idIsGroup = false, topics = "#{__listener.topics()}", batch = "true")
    void on(List<ConsumerRecord<byte[], byte[]>> records, Consumer<?, ?> consumer) {
        var facts = new ArrayList<Fact>(records.size());
        var next = new HashMap<Partition, Long>();
        for (var record : records) {
            read(record, facts);
            next.put(new Partition(record.topic(), record.partition()), record.offset() + 1);
        }
        apply(facts, next);
        consumer.assignment()
                .forEach(partition -> lag.put(
                        partition, Math.max(0, consumer.currentLag(partition).orElse(0))));
    }

    private void apply(List<Fact> facts, Map<Partition, Long> next) {
        try {
            projection.apply(facts, next);
        } catch (RuntimeException failed) {
            log.warn("batch not taken in, it is tried again, facts={}, cause={}", facts.size(), failed.getMessage());
            throw failed;
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> record, List<Fact> facts) {
        var value = record.value();
        if (value == null) {
            return;
        }
        try {
            if (record.key() == null) {
                throw new UnreadableRecordException(
                        "a record on " + record.topic() + " has no key; use the connection key");
            }
            facts.add(FactMapping.fact(codec.decode(record.topic(), value, types.on(record.topic()))));
        } catch (UnreadableRecordException unreadable) {
            log.warn(
                    "record set aside as unreadable, topic={}, partition={}, offset={}, cause={}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    unreadable.getMessage());
            deadLetters.put(record, unreadable);
        }
    }

    @Override
    public void onPartitionsAssigned(Map<TopicPartition, Long> assignments, ConsumerSeekCallback callback) {
        var next = nextOffsets();
        assignments.keySet().forEach(assigned -> {
            var offset = next.get(new Partition(assigned.topic(), assigned.partition()));
            if (offset == null) {
                callback.seekToBeginning(assigned.topic(), assigned.partition());
            } else {
                callback.seek(assigned.topic(), assigned.partition(), offset);
            }
        });
    }

    @Override
    public void onPartitionsRevoked(@Nullable Collection<TopicPartition> partitions) {
        if (partitions != null) {
            partitions.forEach(lag::remove);
        }
    }

    /// Empty when the database is away or the cluster does not say which it is: reading from the beginning is slow but
    /// never wrong.
    private Map<Partition, Long> nextOffsets() {
        var cluster = clusterId.get();
        if (cluster == null) {
            log.warn("cluster id cannot be read, topics={} are read from the beginning", Arrays.toString(topics()));
            return Map.of();
        }
        try {
            return offsets.read(cluster);
        } catch (DataAccessException | TransactionException away) {
            log.warn("offsets cannot be read, topics={} are read from the beginning", Arrays.toString(topics()), away);
            return Map.of();
        }
    }
}
