package io.kalends.worker.command;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.MessageListener;

/// Hears what is asked about connections, in order per connection.
final class ConnectionRequestedListener implements MessageListener<byte[], byte[]> {

    private static final Logger log = LoggerFactory.getLogger(ConnectionRequestedListener.class);

    private final CommandTranslation translation;
    private final Commands commands;
    private final MeterRegistry meters;

    ConnectionRequestedListener(CommandTranslation translation, Commands commands, MeterRegistry meters) {
        this.translation = translation;
        this.commands = commands;
        this.meters = meters;
    }

    @Override
    public void onMessage(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            throw new CommandRejectedException(
                    "a command without a key would be overtaken by the next one; use the connection key");
        }
        var command = translation.read(record.topic(), record.value());
        var outcome = carryOut(command);
        var action = command.getClass().getSimpleName();
        meters.counter("kalends.commands", "action", action, "outcome", outcome.name())
                .increment();
        log.atInfo()
                .addKeyValue("connectionKey", command.order().row())
                .addKeyValue("commandId", command.order().commandId())
                .addKeyValue("action", action)
                .addKeyValue("outcome", outcome)
                .log("carried out a command");
    }

    private Outcome carryOut(ConnectionCommand command) {
        try {
            return commands.carryOut(command);
        } catch (InterruptedException e) {
            throw new InterruptException("told to stop while carrying out a command", e);
        }
    }
}
