package io.kalends.worker.tenant;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;

import io.kalends.schemas.serde.UnreadableRecordException;

/// Hears what tenants decide.
final class TenantSettingsListener {

    static final String GROUP = "kalends-sync-worker-tenants";

    /// The containers of the room `command`: a setting that nobody can keep, and one that has to wait for the database,
    /// are treated as any other command is.
    private static final String CONTAINERS = "connectionCommandContainers";

    private static final Logger log = LoggerFactory.getLogger(TenantSettingsListener.class);

    private final String topic;
    private final SettingsTranslation translation;
    private final TenantSettingsTable table;
    private final MeterRegistry meters;

    TenantSettingsListener(
            String topic, SettingsTranslation translation, TenantSettingsTable table, MeterRegistry meters) {
        this.topic = topic;
        this.translation = translation;
        this.table = table;
        this.meters = meters;
    }

    /// Full name of the topic.
    public String topic() {
        return topic;
    }

    @KafkaListener(
            id = "tenant-requested",
            groupId = GROUP,
            topics = "#{__listener.topic()}",
            containerFactory = CONTAINERS)
    void on(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            throw new UnreadableRecordException("settings without a key are not kept by their topic; use the tenantId");
        }
        var change = translation.read(record.topic(), record.value());
        var outcome = table.put(change) ? "DONE" : "OVERTAKEN";
        meters.counter("kalends.commands", "action", "TenantSettings", "outcome", outcome)
                .increment();
        log.atInfo()
                .addKeyValue("tenantId", change.tenantId())
                .addKeyValue("commandId", change.commandId())
                .addKeyValue("version", change.version())
                .addKeyValue("outcome", outcome)
                .log("heard a tenant's settings");
    }
}
