package io.kalends.schemas;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;

/// Where a service puts the records that nobody can handle, so that their neighbours go on.
///
/// @param reader name of the service
/// @param patience how long the broker may take to acknowledge a letter
public record DeadLetterBox(String reader, Duration patience) {

    /// Returns when the broker has acknowledged the letter. A record that has no room with the headers of a letter is
    /// cut ([DeadLetter#cut]): were it tried again for ever, it would hold up its partition.
    ///
    /// @param cause why, fit to be seen by whoever reads the topic
    /// @throws ExecutionException when the broker did not take it; it is worth trying again
    /// @throws TimeoutException when the broker did not answer; the letter may be there all the same
    public void put(
            Producer<byte[], byte[]> producer, ConsumerRecord<byte[], byte[]> record, Class<?> causeType, String cause)
            throws InterruptedException, ExecutionException, TimeoutException {
        int partitions =
                producer.partitionsFor(Topics.deadLetters(record.topic())).size();
        try {
            send(producer, DeadLetter.of(record, partitions, reader, causeType, cause));
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof RecordTooLargeException)) {
                throw e;
            }
            send(producer, DeadLetter.cut(record, partitions, reader, causeType, cause));
        }
    }

    private void send(Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> letter)
            throws InterruptedException, ExecutionException, TimeoutException {
        producer.send(letter).get(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}
