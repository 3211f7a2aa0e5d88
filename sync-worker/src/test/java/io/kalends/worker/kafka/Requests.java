package io.kalends.worker.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

import io.kalends.schemas.ConnectionKey;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.schemas.v1.SyncMode;
import io.kalends.schemas.v1.SyncRequested;
import io.kalends.schemas.v1.SyncTrigger;

/// Requests and records as tests need them.
final class Requests {

    static final String TOPIC = "calendar.sync.requested.v1";
    static final AvroCodec CODEC = new AvroCodec();

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private Requests() {}

    static SyncRequested delta(String user) {
        return request(user, UUID.randomUUID().toString(), SyncMode.DELTA);
    }

    static SyncRequested full(String user) {
        return request(user, UUID.randomUUID().toString(), SyncMode.FULL);
    }

    static SyncRequested request(String user, String requestId, SyncMode mode) {
        return SyncRequested.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setTenantId("acme")
                .setUserId(user)
                .setProvider("google")
                .setOccurredAt(NOON)
                .setRequestId(requestId)
                .setMode(mode)
                .setTrigger(SyncTrigger.SCHEDULE)
                .setRequestedAt(NOON)
                .setAttempt(1)
                .build();
    }

    static String key(SyncRequested request) {
        return new ConnectionKey(request.getTenantId(), request.getUserId(), request.getProvider()).text();
    }

    static byte[] bytes(SyncRequested request) {
        return CODEC.encode(TOPIC, request);
    }

    static ConsumerRecord<byte[], byte[]> record(int partition, long offset, SyncRequested request) {
        return raw(partition, offset, key(request), bytes(request));
    }

    static ConsumerRecord<byte[], byte[]> raw(
            int partition, long offset, @Nullable String key, byte @Nullable [] value) {
        return new ConsumerRecord<>(
                TOPIC, partition, offset, key == null ? null : key.getBytes(StandardCharsets.UTF_8), value);
    }
}
