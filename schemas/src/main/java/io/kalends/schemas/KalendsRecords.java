package io.kalends.schemas;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.apache.avro.Schema;

import io.kalends.schemas.v1.CalendarEventChanged;
import io.kalends.schemas.v1.ConnectionChanged;
import io.kalends.schemas.v1.ConnectionRequested;
import io.kalends.schemas.v1.IncidentChanged;
import io.kalends.schemas.v1.ResyncChanged;
import io.kalends.schemas.v1.ResyncRequested;
import io.kalends.schemas.v1.SyncCompleted;
import io.kalends.schemas.v1.SyncDeferred;
import io.kalends.schemas.v1.SyncFailed;
import io.kalends.schemas.v1.SyncRequested;
import io.kalends.schemas.v1.TenantSettingsRequested;
import io.kalends.schemas.v1.VaultKey;

/// The closed set of records that travel on the topics; nothing else is ever instantiated from a message.
public final class KalendsRecords {

    private static final Map<String, Schema> BY_NAME = List.of(
                    SyncRequested.getClassSchema(),
                    SyncCompleted.getClassSchema(),
                    SyncFailed.getClassSchema(),
                    SyncDeferred.getClassSchema(),
                    CalendarEventChanged.getClassSchema(),
                    ConnectionChanged.getClassSchema(),
                    ConnectionRequested.getClassSchema(),
                    VaultKey.getClassSchema(),
                    TenantSettingsRequested.getClassSchema(),
                    ResyncRequested.getClassSchema(),
                    ResyncChanged.getClassSchema(),
                    IncidentChanged.getClassSchema())
            .stream()
            .collect(Collectors.toUnmodifiableMap(Schema::getFullName, Function.identity()));

    private KalendsRecords() {}

    /// Schemas by full name, as compiled into this jar.
    public static Map<String, Schema> byName() {
        return BY_NAME;
    }
}
