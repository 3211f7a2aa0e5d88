package io.kalends.scheduler.schedule;

import org.jspecify.annotations.Nullable;

import io.kalends.scheduler.plan.Priority;

/// A resync command as it arrived.
///
/// @param userId one user, or null for all of the tenant
/// @param provider `google` or `outlook`, or null for all
/// @param dryRun true to be told only what it would take
/// @param cancelled for [Verb#CANCEL] the command to stop, else null
/// @param requestedBy who asked, for the audit trail; null when unknown
public record ResyncWish(
        String commandId,
        String tenantId,
        @Nullable String userId,
        @Nullable String provider,
        Verb verb,
        boolean dryRun,
        @Nullable String cancelled,
        @Nullable String requestedBy) {

    private static final int LONGEST_ID = 200;

    public ResyncWish {
        check("commandId", commandId);
        check("tenantId", tenantId);
        if (userId != null) {
            check("userId", userId);
        }
        if (provider != null) {
            check("provider", provider);
        }
        if (cancelled != null) {
            check("cancelledCommandId", cancelled);
        }
    }

    /// True when it names one connection, not a filter.
    boolean namesOne() {
        return userId != null && provider != null;
    }

    Priority priority() {
        return namesOne() && verb != Verb.REPUBLISH ? Priority.INTERACTIVE : Priority.BULK;
    }

    /// What it is about, for people.
    String subject() {
        return "tenant '" + tenantId + "'" + (userId == null ? "" : ", user '" + userId + "'")
                + (provider == null ? "" : ", provider '" + provider + "'");
    }

    private static void check(String name, String value) {
        boolean readable = !value.isBlank()
                && value.length() <= LONGEST_ID
                && value.chars().noneMatch(Character::isISOControl);
        if (!readable) {
            throw new IllegalArgumentException("the " + name + " of a resync command must have 1 to " + LONGEST_ID
                    + " characters, none of them a control character; it has " + value.length());
        }
    }
}
