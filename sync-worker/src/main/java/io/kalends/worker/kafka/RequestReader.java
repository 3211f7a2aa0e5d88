package io.kalends.worker.kafka;

import java.nio.charset.StandardCharsets;

import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

import io.kalends.schemas.ConnectionKey;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.schemas.serde.UnreadableRecordException;
import io.kalends.schemas.v1.SyncRequested;

/// Reads a `SyncRequested` and checks what others rely on: lanes, that it lies under the key of its connection; the
/// database, that its ids can be kept.
final class RequestReader {

    private static final int LONGEST_ID = 100;

    private final AvroCodec codec;

    RequestReader(AvroCodec codec) {
        this.codec = codec;
    }

    /// @throws InfrastructureUnavailableException when the record cannot be judged now, as without the schema
    ///     registry
    Reading read(Received received) {
        try {
            var record = received.record();
            return new Reading.Legible(received, request(record.topic(), record.key(), record.value()));
        } catch (RetriableException e) {
            throw new InfrastructureUnavailableException("a record cannot be decoded now", e);
        } catch (SerializationException e) {
            return new Reading.Illegible(received, e);
        } catch (RuntimeException e) {
            return new Reading.Illegible(
                    received, new UnreadableRecordException("a record cannot be decoded: " + e.getMessage(), e));
        }
    }

    private SyncRequested request(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        if (key == null || value == null) {
            throw new UnreadableRecordException("a request on " + topic + " has no " + (key == null ? "key" : "value"));
        }
        if (!(codec.decode(topic, value) instanceof SyncRequested request)) {
            throw new UnreadableRecordException("a record on " + topic + " is no SyncRequested");
        }
        var connection = connection(request);
        if (!connection.equals(new String(key, StandardCharsets.UTF_8))) {
            throw new UnreadableRecordException(
                    "a request for connection " + connection + " lies under another key; use the connection key");
        }
        checkId("requestId", request.getRequestId());
        if (request.getCommandId() != null) {
            checkId("commandId", request.getCommandId());
        }
        return request;
    }

    private static void checkId(String field, String id) {
        if (id.isBlank() || id.length() > LONGEST_ID || id.chars().anyMatch(Character::isISOControl)) {
            throw new UnreadableRecordException("a request has a " + field + " of " + id.length()
                    + " characters; use 1 to " + LONGEST_ID + ", not all blank, none of them a control character");
        }
    }

    private static String connection(SyncRequested request) {
        try {
            return new ConnectionKey(request.getTenantId(), request.getUserId(), request.getProvider()).text();
        } catch (IllegalArgumentException e) {
            throw new UnreadableRecordException("a request names no connection: " + e.getMessage(), e);
        }
    }
}
