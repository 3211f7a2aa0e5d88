package io.kalends.health.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchConsumerAwareMessageListener;

import io.kalends.health.projection.Fact;
import io.kalends.health.store.JdbcProjection;
import io.kalends.health.store.Partition;
import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.schemas.serde.UnreadableRecordException;

/// Reads what the worker and the scheduler say, a batch at a time. Where reading goes on is kept in the database with
/// the rows, see [StoredOffsets]; the offsets committed to Kafka are for lag tools only.
final class ProjectionListener implements BatchConsumerAwareMessageListener<byte[], byte[]> {

    private static final Logger log = LoggerFactory.getLogger(ProjectionListener.class);

    private final Topics topics;
    private final TopicTypes types;
    private final AvroCodec codec;
    private final JdbcProjection projection;
    private final DeadLetters deadLetters;
    private final ProjectionLag lag;

    ProjectionListener(
            Topics topics, AvroCodec codec, JdbcProjection projection, DeadLetters deadLetters, ProjectionLag lag) {
        this.topics = topics;
        this.types = new TopicTypes(topics);
        this.codec = codec;
        this.projection = projection;
        this.deadLetters = deadLetters;
        this.lag = lag;
    }

    /// The topics this service reads.
    String[] topics() {
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

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> records, @Nullable Consumer<?, ?> consumer) {
        var facts = new ArrayList<Fact>(records.size());
        var next = new HashMap<Partition, Long>();
        for (var record : records) {
            read(record, facts);
            next.put(new Partition(record.topic(), record.partition()), record.offset() + 1);
        }
        apply(facts, next);
        lag.measure(Objects.requireNonNull(consumer));
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
}
