package io.kalends.health.kafka;

import java.util.Base64;

import org.apache.avro.specific.SpecificRecord;

import io.kalends.health.projection.Calendar;
import io.kalends.health.projection.CommandState;
import io.kalends.health.projection.ConnectionState;
import io.kalends.health.projection.Course;
import io.kalends.health.projection.Fact;
import io.kalends.health.projection.HeldDeletions;
import io.kalends.health.projection.Incident;
import io.kalends.health.projection.IncidentKind;
import io.kalends.health.projection.TenantSettings;
import io.kalends.schemas.serde.UnreadableRecordException;
import io.kalends.schemas.v1.CalendarState;
import io.kalends.schemas.v1.ConnectionChanged;
import io.kalends.schemas.v1.IncidentChanged;
import io.kalends.schemas.v1.ResyncChanged;
import io.kalends.schemas.v1.SyncCompleted;
import io.kalends.schemas.v1.SyncDeferred;
import io.kalends.schemas.v1.SyncFailed;
import io.kalends.schemas.v1.TenantSettingsRequested;
import io.kalends.schemas.v1.VaultKey;

import static io.kalends.health.kafka.Fields.clean;
import static io.kalends.health.kafka.Fields.connection;
import static io.kalends.health.kafka.Fields.id;
import static io.kalends.health.kafka.Fields.optionalId;
import static io.kalends.health.kafka.Fields.optionalText;
import static io.kalends.health.kafka.Fields.optionalTime;
import static io.kalends.health.kafka.Fields.provider;
import static io.kalends.health.kafka.Fields.sequence;
import static io.kalends.health.kafka.Fields.time;

/// From records of the contract to facts. What no table could hold is unreadable; see [Fields].
final class FactMapping {

    private FactMapping() {}

    /// The fact that `message` tells.
    ///
    /// @throws UnreadableRecordException when it tells none that can be kept
    static Fact fact(SpecificRecord message) {
        return switch (message) {
            case SyncCompleted m -> completed(m);
            case SyncFailed m -> failed(m);
            case SyncDeferred m -> deferred(m);
            case ConnectionChanged m -> moved(m);
            case ResyncChanged m -> commandMoved(m);
            case VaultKey m -> key(m);
            case TenantSettingsRequested m -> decided(m);
            case IncidentChanged m -> incident(m);
            default ->
                throw new UnreadableRecordException(
                        "a " + message.getSchema().getName() + " has no place in the read model");
        };
    }

    private static Fact completed(SyncCompleted m) {
        return new Fact.Completed(
                id("eventId", m.getEventId()),
                connection(m.getTenantId(), m.getUserId(), m.getProvider()),
                sequence(m.getSequence()),
                optionalId("commandId", m.getCommandId()),
                time("occurredAt", m.getOccurredAt()),
                m.getMode().name(),
                m.getTrigger().name(),
                time("completedAt", m.getCompletedAt()),
                m.getDurationMillis(),
                m.getEventsSynced(),
                m.getCalendarsFailed(),
                optionalTime("tokenExpiresAt", m.getTokenExpiresAt()));
    }

    private static Fact failed(SyncFailed m) {
        return new Fact.Failed(
                id("eventId", m.getEventId()),
                connection(m.getTenantId(), m.getUserId(), m.getProvider()),
                sequence(m.getSequence()),
                optionalId("commandId", m.getCommandId()),
                time("occurredAt", m.getOccurredAt()),
                m.getCategory().name(),
                m.getReason().name(),
                clean(m.getMessage()),
                m.getConsecutiveFailures(),
                optionalTime("retryAt", m.getRetryAt()),
                m.getDisabled());
    }

    private static Fact deferred(SyncDeferred m) {
        return new Fact.Deferred(
                id("eventId", m.getEventId()),
                connection(m.getTenantId(), m.getUserId(), m.getProvider()),
                sequence(m.getSequence()),
                optionalId("commandId", m.getCommandId()),
                time("occurredAt", m.getOccurredAt()),
                m.getReason().name(),
                time("resumeAt", m.getResumeAt()));
    }

    private static Fact moved(ConnectionChanged m) {
        var calendars = m.getCalendars().stream().map(FactMapping::calendar).toList();
        return new Fact.Moved(
                id("eventId", m.getEventId()),
                connection(m.getTenantId(), m.getUserId(), m.getProvider()),
                sequence(m.getSequence()),
                optionalId("commandId", m.getCommandId()),
                time("occurredAt", m.getOccurredAt()),
                state(m),
                m.getReason() == null ? null : m.getReason().name(),
                optionalText(m.getMessage()),
                optionalTime("tokenExpiresAt", m.getTokenExpiresAt()),
                m.getConsecutiveFailures(),
                Fact.Moved.failing(calendars),
                Fact.Moved.held(calendars),
                calendars);
    }

    private static Fact commandMoved(ResyncChanged m) {
        return new Fact.CommandMoved(
                id("eventId", m.getEventId()),
                id("commandId", m.getCommandId()),
                id("tenantId", m.getTenantId()),
                optionalId("userId", m.getUserId()),
                optionalId("provider", m.getProvider()),
                time("occurredAt", m.getOccurredAt()),
                m.getVerb().name(),
                switch (m.getState()) {
                    case ACCEPTED -> CommandState.ACCEPTED;
                    case REJECTED -> CommandState.REJECTED;
                    case DONE -> CommandState.DONE;
                    case ESTIMATED -> CommandState.ESTIMATED;
                    case CANCELLED -> CommandState.CANCELLED;
                    case UNKNOWN -> CommandState.UNKNOWN;
                },
                new Course(
                        m.getConnections(),
                        m.getRemaining(),
                        optionalId("joinedCommandId", m.getJoinedCommandId()),
                        m.getEstimatedCalls(),
                        m.getEstimatedSeconds()),
                optionalText(m.getMessage()));
    }

    private static Fact key(VaultKey m) {
        var bytes = new byte[m.getPublicKeyset().remaining()];
        m.getPublicKeyset().duplicate().get(bytes);
        return new Fact.KeyPublished(
                id("eventId", m.getEventId()),
                id("keyId", m.getKeyId()),
                Base64.getEncoder().encodeToString(bytes),
                time("occurredAt", m.getOccurredAt()));
    }

    private static Fact decided(TenantSettingsRequested m) {
        var at = time("occurredAt", m.getOccurredAt());
        return new Fact.TenantDecided(
                id("eventId", m.getEventId()),
                new TenantSettings(
                        id("tenantId", m.getTenantId()),
                        m.getVersion(),
                        m.getWindowBackDays(),
                        m.getWindowAheadDays(),
                        m.getShare().name(),
                        m.getPrivateAsBusy(),
                        m.getHoldAbovePercent(),
                        m.getHoldAboveCount(),
                        at),
                at);
    }

    private static Fact incident(IncidentChanged m) {
        var at = time("occurredAt", m.getOccurredAt());
        return new Fact.IncidentMoved(
                id("eventId", m.getEventId()),
                new Incident(
                        provider(m.getProvider()),
                        kind(m),
                        id("incidentId", m.getIncidentId()),
                        m.getVersion(),
                        m.getState().name(),
                        time("openedAt", m.getOpenedAt()),
                        optionalTime("closedAt", m.getClosedAt()),
                        optionalTime("probeAt", m.getProbeAt()),
                        clean(m.getMessage()),
                        at),
                at);
    }

    private static IncidentKind kind(IncidentChanged m) {
        return switch (m.getKind()) {
            case OUTAGE -> IncidentKind.OUTAGE;
            case TOKEN_OUTAGE -> IncidentKind.TOKEN_OUTAGE;
            case APPLICATION_LIMIT -> IncidentKind.APPLICATION_LIMIT;
            case CLIENT_REJECTED -> IncidentKind.CLIENT_REJECTED;
            case API_NOT_ENABLED -> IncidentKind.API_NOT_ENABLED;
            case UNKNOWN -> IncidentKind.UNKNOWN;
        };
    }

    private static ConnectionState state(ConnectionChanged m) {
        return switch (m.getStatus()) {
            case LINKED -> ConnectionState.LINKED;
            case ACTIVE -> ConnectionState.ACTIVE;
            case DEGRADED -> ConnectionState.DEGRADED;
            case DISABLED -> ConnectionState.DISABLED;
            case NEEDS_RECONNECT -> ConnectionState.NEEDS_RECONNECT;
            case PAUSED -> ConnectionState.PAUSED;
            case DISCONNECTED -> ConnectionState.DISCONNECTED;
            case UNKNOWN -> ConnectionState.UNKNOWN;
        };
    }

    private static Calendar calendar(CalendarState c) {
        return new Calendar(
                clean(c.getCalendarId()),
                optionalText(c.getName()),
                c.getPrimary(),
                c.getSelected(),
                c.getStatus().name(),
                optionalText(c.getTimeZone()),
                new Calendar.Trouble(
                        c.getConsecutiveFailures(),
                        c.getReason() == null ? null : c.getReason().name(),
                        optionalText(c.getMessage()),
                        optionalTime("retryAt", c.getRetryAt())),
                c.getHeld() == null ? null : held(c.getHeld()));
    }

    private static HeldDeletions held(io.kalends.schemas.v1.HeldDeletions h) {
        return new HeldDeletions(
                h.getDeletions(),
                h.getEvents(),
                time("heldAt", h.getHeldAt()),
                h.getSample().stream()
                        .limit(HeldDeletions.LARGEST_SAMPLE)
                        .map(one -> new HeldDeletions.HeldEvent(
                                clean(one.getExternalEventId()),
                                optionalText(one.getTitle()),
                                optionalText(one.getWhen())))
                        .toList());
    }
}
