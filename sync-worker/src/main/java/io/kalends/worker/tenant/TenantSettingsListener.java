package io.kalends.worker.tenant;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.MessageListener;

import io.kalends.schemas.serde.UnreadableRecordException;

/// Hears what tenants decide.
final class TenantSettingsListener implements MessageListener<byte[], byte[]> {

    private static final Logger log = LoggerFactory.getLogger(TenantSettingsListener.class);

    private final SettingsTranslation translation;
    private final TenantSettingsTable table;
    private final MeterRegistry meters;

    TenantSettingsListener(SettingsTranslation translation, TenantSettingsTable table, MeterRegistry meters) {
        this.translation = translation;
        this.table = table;
        this.meters = meters;
    }

    @Override
    public void onMessage(ConsumerRecord<byte[], byte[]> record) {
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
