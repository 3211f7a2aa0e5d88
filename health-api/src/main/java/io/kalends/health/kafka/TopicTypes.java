package io.kalends.health.kafka;

import java.util.Map;

import org.apache.avro.specific.SpecificRecord;

import io.kalends.schemas.Topics;
import io.kalends.schemas.v1.ConnectionChanged;
import io.kalends.schemas.v1.IncidentChanged;
import io.kalends.schemas.v1.ResyncChanged;
import io.kalends.schemas.v1.SyncCompleted;
import io.kalends.schemas.v1.SyncDeferred;
import io.kalends.schemas.v1.SyncFailed;
import io.kalends.schemas.v1.TenantSettingsRequested;
import io.kalends.schemas.v1.VaultKey;

/// Which record belongs on which topic: one on another topic was put there by mistake, out of order with its kind.
final class TopicTypes {

    private final Map<String, Class<? extends SpecificRecord>> types;

    TopicTypes(Topics topics) {
        types = Map.of(
                topics.syncCompleted(), SyncCompleted.class,
                topics.syncFailed(), SyncFailed.class,
                topics.syncDeferred(), SyncDeferred.class,
                topics.connectionChanged(), ConnectionChanged.class,
                topics.resyncChanged(), ResyncChanged.class,
                topics.vaultKey(), VaultKey.class,
                topics.tenantRequested(), TenantSettingsRequested.class,
                topics.incidentChanged(), IncidentChanged.class);
    }

    Class<? extends SpecificRecord> on(String topic) {
        return types.getOrDefault(topic, SpecificRecord.class);
    }
}
