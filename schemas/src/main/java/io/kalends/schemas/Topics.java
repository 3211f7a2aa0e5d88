package io.kalends.schemas;

/// Names of all topics. `prefix` is `calendar.` unless an installation says otherwise.
public record Topics(String prefix) {

    /// The names as shipped.
    public static final Topics DEFAULT = new Topics("calendar.");

    /// Appended to the name of a topic for the records of it that nobody could read.
    public static final String DEAD_LETTER_SUFFIX = ".dlt";

    public Topics {
        if (!prefix.matches("[a-z0-9.-]{1,100}")) {
            throw new IllegalArgumentException(
                    "topic prefix '" + prefix + "': use lower-case letters, digits, dots and hyphens, e.g. calendar.");
        }
    }

    /// [io.kalends.schemas.v1.SyncRequested], scheduler to worker.
    public String syncRequested() {
        return prefix + "sync.requested.v1";
    }

    /// [io.kalends.schemas.v1.SyncCompleted], worker to everybody.
    public String syncCompleted() {
        return prefix + "sync.completed.v1";
    }

    /// [io.kalends.schemas.v1.SyncFailed], worker to everybody.
    public String syncFailed() {
        return prefix + "sync.failed.v1";
    }

    /// [io.kalends.schemas.v1.SyncDeferred], worker to scheduler and health-api.
    public String syncDeferred() {
        return prefix + "sync.deferred.v1";
    }

    /// [io.kalends.schemas.v1.CalendarEventChanged], worker to the CRM; compacted.
    public String eventChanged() {
        return prefix + "event.changed.v1";
    }

    /// [io.kalends.schemas.v1.ConnectionChanged], worker to everybody; compacted.
    public String connectionChanged() {
        return prefix + "connection.changed.v1";
    }

    /// [io.kalends.schemas.v1.ConnectionRequested], health-api and administrators to worker.
    public String connectionRequested() {
        return prefix + "connection.requested.v1";
    }

    /// [io.kalends.schemas.v1.VaultKey], worker to whoever seals credentials; compacted.
    public String vaultKey() {
        return prefix + "vault.key.v1";
    }

    /// [io.kalends.schemas.v1.TenantSettingsRequested], health-api and administrators to worker and health-api;
    /// compacted.
    public String tenantRequested() {
        return prefix + "tenant.requested.v1";
    }

    /// [io.kalends.schemas.v1.ResyncRequested], health-api and administrators to scheduler.
    public String resyncRequested() {
        return prefix + "resync.requested.v1";
    }

    /// [io.kalends.schemas.v1.ResyncChanged], scheduler to health-api.
    public String resyncChanged() {
        return prefix + "resync.changed.v1";
    }

    /// [io.kalends.schemas.v1.IncidentChanged], worker to health-api and whoever operates; compacted.
    public String incidentChanged() {
        return prefix + "incident.changed.v1";
    }

    /// Where unreadable records of `topic` go.
    public static String deadLetters(String topic) {
        return topic + DEAD_LETTER_SUFFIX;
    }
}
