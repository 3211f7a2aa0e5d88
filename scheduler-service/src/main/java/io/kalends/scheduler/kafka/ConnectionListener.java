package io.kalends.scheduler.kafka;

import java.util.Optional;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.MessageListener;

import io.kalends.scheduler.plan.ConnectionNews;
import io.kalends.scheduler.plan.Status;
import io.kalends.scheduler.schedule.Connections;
import io.kalends.schemas.ConnectionKey;
import io.kalends.schemas.v1.ConnectionChanged;
import io.kalends.schemas.v1.ConnectionStatus;

/// Hears which connections there are and where they stand.
final class ConnectionListener implements MessageListener<byte[], byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionListener.class);

    private final Reading reading;
    private final Connections connections;

    ConnectionListener(Reading reading, Connections connections) {
        this.reading = reading;
        this.connections = connections;
    }

    @Override
    public void onMessage(ConsumerRecord<byte[], byte[]> message) {
        reading.value(message, ConnectionListener::news).ifPresent(connections::learn);
    }

    private static Optional<ConnectionNews> news(SpecificRecord contents) {
        if (!(contents instanceof ConnectionChanged it)) {
            throw Reading.misplaced(contents);
        }
        var key = new ConnectionKey(it.getTenantId(), it.getUserId(), it.getProvider()).text();
        var status = status(it.getStatus());
        if (status.isEmpty()) {
            LOG.warn("connection status not known here, schedule left as it is: connectionKey={}", key);
        }
        return status.map(known ->
                new ConnectionNews(key, it.getSequence(), known, it.getCommandId() != null, it.getOccurredAt()));
    }

    private static Optional<Status> status(ConnectionStatus status) {
        return switch (status) {
            case UNKNOWN -> Optional.empty();
            case LINKED -> Optional.of(Status.LINKED);
            case ACTIVE -> Optional.of(Status.ACTIVE);
            case DEGRADED -> Optional.of(Status.DEGRADED);
            case DISABLED -> Optional.of(Status.DISABLED);
            case NEEDS_RECONNECT -> Optional.of(Status.NEEDS_RECONNECT);
            case PAUSED -> Optional.of(Status.PAUSED);
            case DISCONNECTED -> Optional.of(Status.DISCONNECTED);
        };
    }
}
