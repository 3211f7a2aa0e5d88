package io.kalends.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;

/// Bytes that no retry will make readable: a case for the dead letters.
public final class UnreadableRecordException extends SerializationException {

    private static final long serialVersionUID = 1L;

    public UnreadableRecordException(String message) {
        super(message);
    }

    public UnreadableRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
