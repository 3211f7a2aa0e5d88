package io.kalends.health.kafka;

/// The broker did not take a command in time. Whether it takes it yet is not known; asking again does no harm.
public final class BrokerAwayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokerAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
