package io.kalends.scheduler.kafka;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

import org.apache.kafka.clients.producer.ProducerRecord;

import io.kalends.scheduler.schedule.Request;
import io.kalends.scheduler.schedule.RequestBelt;
import io.kalends.schemas.ConnectionKey;
import io.kalends.schemas.v1.SyncMode;
import io.kalends.schemas.v1.SyncRequested;
import io.kalends.schemas.v1.SyncTrigger;

/// Publishes requests as `SyncRequested`.
final class KafkaRequestBelt implements RequestBelt {

    private final Belt belt;
    private final InstantSource clock;
    private final String topic;

    KafkaRequestBelt(Belt belt, InstantSource clock, String topic) {
        this.belt = belt;
        this.clock = clock;
        this.topic = topic;
    }

    @Override
    public void publish(List<Request> requests) {
        if (requests.isEmpty()) {
            return;
        }
        var now = clock.instant();
        belt.send(requests.stream().map(request -> message(request, now)).toList());
    }

    private ProducerRecord<byte[], byte[]> message(Request request, Instant now) {
        var key = new ConnectionKey(request.tenantId(), request.userId(), request.provider()).text();
        var eventId = UUID.randomUUID().toString();
        var contents = SyncRequested.newBuilder()
                .setEventId(eventId)
                .setTenantId(request.tenantId())
                .setUserId(request.userId())
                .setProvider(request.provider())
                .setOccurredAt(now)
                .setRequestId(request.requestId().toString())
                .setCommandId(request.commandId())
                .setMode(
                        switch (request.mode()) {
                            case DELTA -> SyncMode.DELTA;
                            case FULL -> SyncMode.FULL;
                        })
                .setTrigger(
                        switch (request.trigger()) {
                            case SCHEDULE -> SyncTrigger.SCHEDULE;
                            case MANUAL -> SyncTrigger.MANUAL;
                            case RETRY -> SyncTrigger.RETRY;
                            case CONTINUATION -> SyncTrigger.CONTINUATION;
                        })
                .setRequestedAt(request.requestedAt())
                .setAttempt(request.attempt())
                .build();
        return belt.message(topic, key, eventId, now, contents);
    }
}
