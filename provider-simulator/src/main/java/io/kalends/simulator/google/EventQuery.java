package io.kalends.simulator.google;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.http.Parameters;

/// The parameters of `events.list` and `events.instances`, checked.
///
/// @see <a href="https://developers.google.com/workspace/calendar/api/v3/reference/events/list">Google: events.list</a>
record EventQuery(
        int maxResults,
        @Nullable String syncToken,
        @Nullable String pageToken,
        boolean showDeleted,
        boolean singleEvents,
        @Nullable Instant timeMin,
        @Nullable Instant timeMax,
        @Nullable Instant updatedMin,
        @Nullable String orderBy,
        @Nullable String text,
        @Nullable String iCalUid,
        Set<String> eventTypes,
        boolean byExtendedProperty,
        int maxAttendees,
        @Nullable ZoneId zone,
        String syncShape,
        String pageShape) {
    private static final int DEFAULT_PAGE = 250;
    private static final int LARGEST_PAGE = 2500;
    private static final Set<String> FORBIDDEN_WITH_SYNC_TOKEN = Set.of(
            "timeMin",
            "timeMax",
            "updatedMin",
            "orderBy",
            "q",
            "iCalUID",
            "privateExtendedProperty",
            "sharedExtendedProperty");
    private static final Set<String> SAME_AS_FIRST_SYNC =
            Set.of("singleEvents", "eventTypes", "maxAttendees", "showHiddenInvitations", "timeZone");
    private static final Set<String> NO_PART_OF_A_LISTING = Set.of(
            "pageToken",
            "alt",
            "fields",
            "key",
            "oauth_token",
            "access_token",
            "prettyPrint",
            "quotaUser",
            "userIp",
            "alwaysIncludeEmail",
            "$.xgafv",
            "callback",
            "upload_protocol",
            "uploadType");

    static EventQuery of(Parameters query) {
        var syncToken = query.first("syncToken");
        if (syncToken != null
                && (query.names().stream().anyMatch(FORBIDDEN_WITH_SYNC_TOKEN::contains)
                        || "false".equals(query.first("showDeleted")))) {
            throw Refusal.restricted();
        }
        var checked = new EventQuery(
                Numbers.between(query, "maxResults", 1, LARGEST_PAGE, DEFAULT_PAGE),
                syncToken,
                query.first("pageToken"),
                flag(query, "showDeleted"),
                flag(query, "singleEvents"),
                time(query, "timeMin"),
                time(query, "timeMax"),
                time(query, "updatedMin"),
                query.first("orderBy"),
                query.first("q"),
                query.first("iCalUID"),
                Set.copyOf(query.all("eventTypes")),
                query.has("privateExtendedProperty") || query.has("sharedExtendedProperty"),
                Numbers.between(query, "maxAttendees", 1, Integer.MAX_VALUE, Integer.MAX_VALUE),
                zone(query),
                shape(query, SAME_AS_FIRST_SYNC, true),
                shape(query, NO_PART_OF_A_LISTING, false));
        checked.check();
        return checked;
    }

    /// Whether a sync token may follow: a listing that was searched or ordered has no "everything since".
    boolean leadsToSyncToken() {
        return orderBy == null && text == null && iCalUid == null && updatedMin == null && !byExtendedProperty;
    }

    private void check() {
        if (timeMin != null && timeMax != null && !timeMin.isBefore(timeMax)) {
            throw Refusal.parameter(400, "timeRangeEmpty", "The specified time range is empty.", "timeMax");
        }
        if (orderBy != null && !orderBy.equals("updated") && !orderBy.equals("startTime")) {
            throw Refusal.parameter(400, "invalidParameter", "Invalid value '" + orderBy + "'.", "orderBy");
        }
        if ("startTime".equals(orderBy) && !singleEvents) {
            throw Refusal.badRequest("orderBy", "The requested ordering is not available for the particular query.");
        }
    }

    private static boolean flag(Parameters query, String name) {
        var value = query.first(name);
        if (value == null || value.equals("false")) {
            return false;
        }
        if (value.equals("true")) {
            return true;
        }
        throw Refusal.parameter(400, "invalidParameter", "Invalid boolean value: '" + value + "'.", name);
    }

    private static @Nullable Instant time(Parameters query, String name) {
        var value = query.first(name);
        if (value == null) {
            return null;
        }
        try {
            var exact = OffsetDateTime.parse(value).toInstant();
            return name.equals("updatedMin") ? exact : exact.truncatedTo(ChronoUnit.SECONDS);
        } catch (DateTimeException noOffsetOrNoTime) {
            throw Refusal.badRequest(name, "Bad Request");
        }
    }

    private static @Nullable ZoneId zone(Parameters query) {
        var value = query.first("timeZone");
        try {
            return value == null ? null : ZoneId.of(value);
        } catch (DateTimeException unknown) {
            throw Refusal.parameter(400, "invalid", "Invalid time zone definition: " + value, "timeZone");
        }
    }

    private static String shape(Parameters query, Set<String> names, boolean only) {
        var parts = new TreeMap<String, String>();
        query.flat().forEach((name, value) -> {
            if (names.contains(name) == only) {
                parts.put(name, value);
            }
        });
        if (only && "false".equals(parts.get("singleEvents"))) {
            parts.remove("singleEvents");
        }
        return Integer.toHexString(parts.toString().hashCode());
    }
}
