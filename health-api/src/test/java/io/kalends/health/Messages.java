package io.kalends.health;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.kalends.schemas.ConnectionKey;
import io.kalends.schemas.v1.CalendarState;
import io.kalends.schemas.v1.CalendarStatus;
import io.kalends.schemas.v1.ConnectionChanged;
import io.kalends.schemas.v1.ConnectionStatus;
import io.kalends.schemas.v1.DeferReason;
import io.kalends.schemas.v1.FailureCategory;
import io.kalends.schemas.v1.FailureReason;
import io.kalends.schemas.v1.HeldDeletion;
import io.kalends.schemas.v1.HeldDeletions;
import io.kalends.schemas.v1.IncidentChanged;
import io.kalends.schemas.v1.IncidentKind;
import io.kalends.schemas.v1.IncidentState;
import io.kalends.schemas.v1.Share;
import io.kalends.schemas.v1.SyncCompleted;
import io.kalends.schemas.v1.SyncDeferred;
import io.kalends.schemas.v1.SyncFailed;
import io.kalends.schemas.v1.SyncMode;
import io.kalends.schemas.v1.SyncTrigger;
import io.kalends.schemas.v1.TenantSettingsRequested;

/// What the worker would say, with everything filled in; tests change what they are about.
public final class Messages {

    /// The time all messages are about: recent, so that nothing is tidied away, and the same within a run.
    public static final Instant NOON = Instant.ofEpochMilli(System.currentTimeMillis() - 600_000);

    private Messages() {}

    public static SyncCompleted.Builder completed(ConnectionKey key, long sequence) {
        return SyncCompleted.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setTenantId(key.tenantId())
                .setUserId(key.userId())
                .setProvider(key.provider())
                .setOccurredAt(NOON.plusSeconds(sequence))
                .setSequence(sequence)
                .setRequestId(UUID.randomUUID().toString())
                .setMode(SyncMode.DELTA)
                .setTrigger(SyncTrigger.SCHEDULE)
                .setStartedAt(NOON)
                .setCompletedAt(NOON.plusSeconds(sequence))
                .setDurationMillis(1234)
                .setCalendars(1)
                .setEventsUpserted(40)
                .setEventsDeleted(2)
                .setEventsSynced(42)
                .setProviderCalls(3)
                .setTokenExpiresAt(NOON.plusSeconds(3600));
    }

    public static SyncFailed.Builder failed(ConnectionKey key, long sequence) {
        return SyncFailed.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setTenantId(key.tenantId())
                .setUserId(key.userId())
                .setProvider(key.provider())
                .setOccurredAt(NOON.plusSeconds(sequence))
                .setSequence(sequence)
                .setRequestId(UUID.randomUUID().toString())
                .setCategory(FailureCategory.TRANSIENT)
                .setReason(FailureReason.PROVIDER_UNAVAILABLE)
                .setMessage("Google answered 503")
                .setConsecutiveFailures(1)
                .setRetryAt(NOON.plusSeconds(660))
                .setDisabled(false);
    }

    public static SyncDeferred.Builder deferred(ConnectionKey key, long sequence) {
        return SyncDeferred.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setTenantId(key.tenantId())
                .setUserId(key.userId())
                .setProvider(key.provider())
                .setOccurredAt(NOON.plusSeconds(sequence))
                .setSequence(sequence)
                .setRequestId(UUID.randomUUID().toString())
                .setReason(DeferReason.RATE_LIMIT)
                .setResumeAt(NOON.plusSeconds(90));
    }

    public static TenantSettingsRequested.Builder decided(String tenant, long version, Share share) {
        return TenantSettingsRequested.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setTenantId(tenant)
                .setOccurredAt(NOON)
                .setCommandId(UUID.randomUUID().toString())
                .setVersion(version)
                .setShare(share)
                .setPrivateAsBusy(false);
    }

    /// An incident that is open; `version` orders what is told under the same provider and kind.
    public static IncidentChanged.Builder incident(String provider, IncidentKind kind, long version) {
        return IncidentChanged.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setProvider(provider)
                .setOccurredAt(NOON.plusSeconds(version))
                .setIncidentId("incident-" + provider + "-" + kind)
                .setVersion(version)
                .setKind(kind)
                .setState(IncidentState.OPEN)
                .setOpenedAt(NOON)
                .setProbeAt(NOON.plusSeconds(900))
                .setMessage("Calls fail with 503.");
    }

    /// A connection whose one calendar holds deletions back.
    public static ConnectionChanged.Builder holding(ConnectionKey key, long sequence, int deletions, int events) {
        var changed = changed(key, sequence, ConnectionStatus.ACTIVE);
        var sample = List.of(
                HeldDeletion.newBuilder()
                        .setExternalEventId("e1")
                        .setTitle("Review <b>of</b> the plan")
                        .setWhen("2026-03-02T09:00:00Z")
                        .build(),
                HeldDeletion.newBuilder()
                        .setExternalEventId("e2")
                        .setWhen("2026-03-03")
                        .build());
        var held = HeldDeletions.newBuilder()
                .setDeletions(deletions)
                .setEvents(events)
                .setHeldAt(NOON.plusSeconds(sequence))
                .setSample(sample)
                .build();
        return changed.setCalendars(
                List.of(CalendarState.newBuilder(changed.getCalendars().getFirst())
                        .setHeld(held)
                        .build()));
    }

    public static ConnectionChanged.Builder changed(ConnectionKey key, long sequence, ConnectionStatus status) {
        return ConnectionChanged.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setTenantId(key.tenantId())
                .setUserId(key.userId())
                .setProvider(key.provider())
                .setOccurredAt(NOON.plusSeconds(sequence))
                .setSequence(sequence)
                .setStatus(status)
                .setTokenExpiresAt(NOON.plusSeconds(3600))
                .setCalendars(List.of(CalendarState.newBuilder()
                        .setCalendarId("primary")
                        .setName("Calendar of " + key.userId())
                        .setPrimary(true)
                        .setSelected(true)
                        .setStatus(CalendarStatus.LIVE)
                        .setTimeZone("Europe/Berlin")
                        .build()));
    }
}
