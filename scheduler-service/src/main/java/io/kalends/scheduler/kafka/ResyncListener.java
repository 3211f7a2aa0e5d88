package io.kalends.scheduler.kafka;

import java.util.Optional;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;

import io.kalends.scheduler.schedule.ResyncWish;
import io.kalends.scheduler.schedule.Resyncs;
import io.kalends.scheduler.schedule.Verb;
import io.kalends.schemas.v1.ResyncRequested;

/// Hears resync commands.
final class ResyncListener {

    private final Reading reading;
    private final Resyncs resyncs;

    ResyncListener(Reading reading, Resyncs resyncs) {
        this.reading = reading;
        this.resyncs = resyncs;
    }

    @KafkaListener(id = "scheduler-resyncs", idIsGroup = false, topics = "#{@topics.resyncRequested()}")
    void on(ConsumerRecord<byte[], byte[]> message) {
        reading.value(message, ResyncListener::wish).ifPresent(resyncs::accept);
    }

    private static Optional<ResyncWish> wish(SpecificRecord contents) {
        if (!(contents instanceof ResyncRequested it)) {
            throw Reading.misplaced(contents);
        }
        var verb = switch (it.getVerb()) {
            case UNKNOWN, REBUILD, CANCEL -> Verb.UNKNOWN;
            case SYNC_NOW -> Verb.SYNC_NOW;
            case RECONCILE -> Verb.RECONCILE;
            case REPUBLISH -> Verb.REPUBLISH;
        };
        return Optional.of(new ResyncWish(
                it.getCommandId(), it.getTenantId(), it.getUserId(), it.getProvider(), verb, it.getRequestedBy()));
    }
}
