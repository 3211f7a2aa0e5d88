package io.kalends.cli.dlt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

import io.kalends.cli.shell.Trouble;
import io.kalends.schemas.DeadLetter;
import io.kalends.schemas.Keys;
import io.kalends.schemas.Topics;

/// Sends the records in dead letters again.
final class Post implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer;
    private final Topics topics;

    Post(Map<String, Object> client, Topics topics) {
        var settings = new HashMap<>(client);
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.put("max.block.ms", client.get("default.api.timeout.ms"));
        settings.put("max.request.size", 8 * 1_024 * 1_024);
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        this.topics = topics;
    }

    /// Returns when the broker has all of them.
    ///
    /// @throws Trouble when it did not take one; some may be there all the same, sending them twice does no harm
    void send(String topic, List<Letter> letters) throws InterruptedException {
        var partitions = producer.partitionsFor(topic).size();
        var sent = new ArrayList<Future<RecordMetadata>>();
        letters.forEach(letter -> sent.add(producer.send(record(topic, letter, partitions))));
        for (var one : sent) {
            try {
                one.get();
            } catch (ExecutionException e) {
                var cause = e.getCause() == null ? e : e.getCause();
                throw new Trouble(
                        "Not sent", topic + " did not take a record: " + cause.getMessage(), "send it again later");
            }
        }
    }

    private ProducerRecord<byte[], byte[]> record(String topic, Letter letter, int partitions) {
        var was = letter.record();
        var record = new ProducerRecord<>(topic, partition(topic, letter, partitions), was.key(), was.value());
        was.headers().forEach(header -> {
            if (!DeadLetter.isOfLetter(header.key()) && !header.key().equals(DeadLetter.REPLAYED_FROM)) {
                record.headers().add(header);
            }
        });
        record.headers()
                .add(
                        DeadLetter.REPLAYED_FROM,
                        (was.topic() + "/" + was.partition() + "/" + was.offset()).getBytes(StandardCharsets.UTF_8));
        return record;
    }

    /// Null for the default partitioner, which goes by the whole key; an event goes by the key of its connection.
    private @Nullable Integer partition(String topic, Letter letter, int partitions) {
        var key = letter.key();
        if (key == null) {
            int was = letter.told().partition();
            return was >= 0 && was < partitions ? was : null;
        }
        int hash = key.lastIndexOf('/');
        return topic.equals(topics.eventChanged()) && hash > 0
                ? Keys.partition(key.substring(0, hash), partitions)
                : null;
    }

    @Override
    public void close() {
        producer.close();
    }
}
