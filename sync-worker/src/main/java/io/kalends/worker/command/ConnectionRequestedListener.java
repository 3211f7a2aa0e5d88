package io.kalends.worker.command;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;

/// Hears what is asked about connections, in order per connection.
final class ConnectionRequestedListener {

    static final String GROUP = "kalends-sync-worker-commands";

    private static final Logger log = LoggerFactory.getLogger(ConnectionRequestedListener.class);

    private final String topic;
    private final CommandTranslation translation;
    private final Commands commands;
    private final MeterRegistry meters;

    ConnectionRequestedListener(String topic, CommandTranslation translation, Commands commands, MeterRegistry meters) {
        this.topic = topic;
        this.translation = translation;
        this.commands = commands;
        this.meters = meters;
    }

    /// Full name of the topic.
    public String topic() {
        return topic;
    }

    @KafkaListener(
            id = "connection-requested",
            groupId = GROUP,
            topics = "#{__listener.topic()}",
            containerFactory = CommandConfiguration.CONTAINERS)
    void on(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        if (record.key() == null) {
            throw new CommandRejectedException(
                    "a command without a key would be overtaken by the next one; use the connection key");
        }
        var command = translation.read(record.topic(), record.value());
        var outcome = commands.carryOut(command);
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
}
