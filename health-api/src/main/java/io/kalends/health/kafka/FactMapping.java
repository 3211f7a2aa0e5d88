package io.kalends.health.kafka;

import java.time.Instant;
import java.util.Base64;
import java.util.Set;

import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

import io.kalends.health.projection.Calendar;
import io.kalends.health.projection.CommandState;
import io.kalends.health.projection.ConnectionState;
import io.kalends.health.projection.Fact;
import io.kalends.health.projection.TenantSettings;
import io.kalends.schemas.ConnectionKey;
import io.kalends.schemas.serde.UnreadableRecordException;
import io.kalends.schemas.v1.CalendarState;
import io.kalends.schemas.v1.ConnectionChanged;
import io.kalends.schemas.v1.ResyncChanged;
import io.kalends.schemas.v1.SyncCompleted;
import io.kalends.schemas.v1.SyncDeferred;
import io.kalends.schemas.v1.SyncFailed;
import io.kalends.schemas.v1.TenantSettingsRequested;
import io.kalends.schemas.v1.VaultKey;

/// From records of the contract to facts. What no table could hold is unreadable: bad ids, times out of this world.
final class FactMapping {

    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final int LONGEST_TEXT = 2_000;
    private static final Set<String> PROVIDERS = Set.of("google", "outlook");

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
                    case DONE, ESTIMATED -> CommandState.DONE;
                    case CANCELLED -> CommandState.CANCELLED;
                    case UNKNOWN -> CommandState.UNKNOWN;
                },
                m.getConnections(),
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
                        optionalTime("retryAt", c.getRetryAt())));
    }

    private static ConnectionKey connection(String tenantId, String userId, String provider) {
        if (!PROVIDERS.contains(provider)) {
            throw new UnreadableRecordException("provider '" + clean(provider) + "' is not google or outlook");
        }
        try {
            return new ConnectionKey(id("tenantId", tenantId), id("userId", userId), provider);
        } catch (IllegalArgumentException e) {
            throw new UnreadableRecordException(String.valueOf(e.getMessage()), e);
        }
    }

    private static long sequence(long sequence) {
        if (sequence < 1) {
            throw new UnreadableRecordException("sequence " + sequence + " is not positive");
        }
        return sequence;
    }

    private static String id(String name, String value) {
        if (value.isBlank() || value.length() > 200 || value.chars().anyMatch(Character::isISOControl)) {
            throw new UnreadableRecordException(name + " '" + clean(value) + "' is blank, too long or not printable");
        }
        return value;
    }

    private static @Nullable String optionalId(String name, @Nullable String value) {
        return value == null ? null : id(name, value);
    }

    private static Instant time(String name, Instant value) {
        if (value.isBefore(EARLIEST) || !value.isBefore(LATEST)) {
            throw new UnreadableRecordException(name + " is not between 1970 and 2200");
        }
        return value;
    }

    private static @Nullable Instant optionalTime(String name, @Nullable Instant value) {
        return value == null ? null : time(name, value);
    }

    private static @Nullable String optionalText(@Nullable String text) {
        return text == null ? null : clean(text);
    }

    private static String clean(String text) {
        var plain = text.replaceAll("\\p{Cntrl}", " ");
        return plain.length() <= LONGEST_TEXT ? plain : plain.substring(0, LONGEST_TEXT);
    }
}
