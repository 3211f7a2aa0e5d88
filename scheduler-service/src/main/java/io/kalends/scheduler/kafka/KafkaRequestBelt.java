package io.kalends.scheduler.kafka;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

import org.apache.kafka.clients.producer.ProducerRecord;

import io.kalends.scheduler.schedule.Request;
import io.kalends.scheduler.schedule.RequestBelt;
import io.kalends.schemas.ConnectionKey;
import io.kalends.schemas.v1.SyncMode;
import io.kalends.schemas.v1.SyncPriority;
import io.kalends.schemas.v1.SyncRequested;
import io.kalends.schemas.v1.SyncTrigger;

/// Publishes requests as `SyncRequested`.
final class KafkaRequestBelt implements RequestBelt {

    private final Belt belt;
    private final String topic;

    KafkaRequestBelt(Belt belt, String topic) {
        this.belt = belt;
        this.topic = topic;
    }

    @Override
    public void publish(List<Request> requests) {
        belt.send(requests.stream().map(this::message).toList());
    }

    ProducerRecord<byte[], byte[]> message(Request request) {
        var key = new ConnectionKey(request.tenantId(), request.userId(), request.provider()).text();
        var eventId = eventId(request);
        var contents = SyncRequested.newBuilder()
                .setEventId(eventId)
                .setTenantId(request.tenantId())
                .setUserId(request.userId())
                .setProvider(request.provider())
                .setOccurredAt(request.claimedAt())
                .setRequestId(request.requestId().toString())
                .setCommandId(request.commandId())
                .setMode(
                        switch (request.mode()) {
                            case DELTA -> SyncMode.DELTA;
                            case FULL -> SyncMode.FULL;
                            case REBUILD -> SyncMode.REBUILD;
                            case REPUBLISH, REPUBLISH_THEN_FULL, REPUBLISH_THEN_REBUILD -> SyncMode.REPUBLISH;
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
                .setPriority(
                        switch (request.priority()) {
                            case INTERACTIVE -> SyncPriority.INTERACTIVE;
                            case PUSH -> SyncPriority.PUSH;
                            case SCHEDULED -> SyncPriority.SCHEDULED;
                            case BULK -> SyncPriority.BULK;
                        })
                .build();
        return belt.message(
                topic, key, eventId, request.claimedAt(), request.requestId().toString(), contents);
    }

    /// One for each attempt, and the same when an attempt has to be published twice.
    static String eventId(Request request) {
        var name = request.requestId() + "/" + request.attempt();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
