package io.kalends.health.projection;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.kalends.schemas.ConnectionKey;

/// Something that happened and that the read model remembers.
public sealed interface Fact {

    /// When it was told, by the teller's clock.
    Instant occurredAt();

    /// A fact about one connection. `sequence` orders the facts of a connection over all topics.
    sealed interface OfConnection extends Fact {

        /// UUID of the message, the same over repeats.
        String eventId();

        /// Whose fact it is.
        ConnectionKey connection();

        /// The worker's counter for this connection; greater is newer.
        long sequence();

        /// The command that led here, or null.
        @Nullable
        String commandId();
    }

    /// A run came to its end.
    ///
    /// @param durationMillis time spent working
    /// @param calendarsFailed how many calendars could not be read while others were
    /// @param tokenExpiresAt null when unknown
    record Completed(
            String eventId,
            ConnectionKey connection,
            long sequence,
            @Nullable String commandId,
            Instant occurredAt,
            String mode,
            String trigger,
            Instant completedAt,
            long durationMillis,
            long eventsSynced,
            int calendarsFailed,
            @Nullable Instant tokenExpiresAt)
            implements OfConnection {}

    /// A run failed.
    ///
    /// @param message one sentence for people, without control characters
    /// @param consecutiveFailures counting failures in a row
    /// @param retryAt null when it takes a person
    record Failed(
            String eventId,
            ConnectionKey connection,
            long sequence,
            @Nullable String commandId,
            Instant occurredAt,
            String category,
            String reason,
            String message,
            int consecutiveFailures,
            @Nullable Instant retryAt,
            boolean disabled)
            implements OfConnection {

        /// True when only the user can mend it, by connecting again.
        boolean needsUser() {
            return "AUTH".equals(category);
        }
    }

    /// A run goes on later; this is no failure.
    record Deferred(
            String eventId,
            ConnectionKey connection,
            long sequence,
            @Nullable String commandId,
            Instant occurredAt,
            String reason,
            Instant resumeAt)
            implements OfConnection {}

    /// The connection as a whole moved to a state.
    ///
    /// @param reason why, when something is wrong, else null
    /// @param calendarsFailing how many of its calendars could not be read last time
    /// @param deletionsHeld how many deletions wait for a person, over all of its calendars
    record Moved(
            String eventId,
            ConnectionKey connection,
            long sequence,
            @Nullable String commandId,
            Instant occurredAt,
            ConnectionState state,
            @Nullable String reason,
            @Nullable String message,
            @Nullable Instant tokenExpiresAt,
            int consecutiveFailures,
            int calendarsFailing,
            int deletionsHeld,
            List<Calendar> calendars)
            implements OfConnection {

        public Moved {
            calendars = List.copyOf(calendars);
        }

        /// How many of `calendars` could not be read last time.
        public static int failing(List<Calendar> calendars) {
            return (int) calendars.stream().filter(Calendar::failing).count();
        }

        /// How many deletions of `calendars` wait for a person.
        public static int held(List<Calendar> calendars) {
            return calendars.stream()
                    .map(Calendar::held)
                    .filter(Objects::nonNull)
                    .mapToInt(HeldDeletions::deletions)
                    .sum();
        }
    }

    /// A resync command moved on.
    ///
    /// @param userId null when the command covers a whole tenant
    /// @param provider null when the command covers all providers
    /// @param course how far it is within that state
    record CommandMoved(
            String eventId,
            String commandId,
            String tenantId,
            @Nullable String userId,
            @Nullable String provider,
            Instant occurredAt,
            String kind,
            CommandState state,
            Course course,
            @Nullable String message)
            implements Fact {}

    /// A tenant has decided something about all of its connections.
    record TenantDecided(String eventId, TenantSettings settings, Instant occurredAt) implements Fact {}

    /// Something is wrong at a provider for many connections at once, or it is over.
    record IncidentMoved(String eventId, Incident incident, Instant occurredAt) implements Fact {}

    /// The worker has a public key with which credentials are sealed for it.
    ///
    /// @param publicKeyset base64 of the serialized public keyset
    record KeyPublished(String eventId, String keyId, String publicKeyset, Instant occurredAt) implements Fact {}
}
