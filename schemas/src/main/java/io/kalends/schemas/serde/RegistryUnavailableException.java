package io.kalends.schemas.serde;

import org.apache.kafka.common.errors.RetriableException;

/// The schema registry did not answer, or not with what is needed to go on. Nothing is wrong with the record: wait and
/// try it again, never dead-letter it.
public final class RegistryUnavailableException extends RetriableException {

    private static final long serialVersionUID = 1L;

    public RegistryUnavailableException(String message) {
        super(message);
    }

    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
