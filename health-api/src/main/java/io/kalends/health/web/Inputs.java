package io.kalends.health.web;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.kalends.schemas.ConnectionKey;

/// Checks what comes from outside, one value at a time, and says what is wrong with which.
final class Inputs {

    private static final int LONGEST_ID = 200;
    private static final int LONGEST_CALENDAR_ID = 1_024;
    private static final int MOST_CALENDARS = 250;
    private static final int LONGEST_TOKEN = 16_384;
    /// The ids of the providers there are.
    static final Set<String> PROVIDERS = Set.of("google", "outlook");

    private Inputs() {}

    static ConnectionKey connection(@Nullable String tenantId, @Nullable String userId, @Nullable String provider) {
        return new ConnectionKey(id("tenantId", tenantId), id("userId", userId), provider(provider));
    }

    static String id(String field, @Nullable String value) {
        return text(field, value, LONGEST_ID);
    }

    static @Nullable String optionalId(String field, @Nullable String value) {
        return value == null ? null : id(field, value);
    }

    static String provider(@Nullable String value) {
        var provider = required("provider", value);
        if (!PROVIDERS.contains(provider)) {
            throw ProblemException.badRequest(
                    "unknown-provider",
                    "Field 'provider' is " + Problems.shown(provider) + "; use 'google' or 'outlook'.");
        }
        return provider;
    }

    static @Nullable String optionalProvider(@Nullable String value) {
        return value == null ? null : provider(value);
    }

    /// A token; it is never repeated in an answer.
    static String token(String field, @Nullable String value) {
        var token = required(field, value);
        if (token.isBlank() || token.length() > LONGEST_TOKEN || hasStrangeCharacters(token)) {
            throw ProblemException.badRequest(
                    "invalid-field",
                    "Field '" + field + "' must have 1 to " + LONGEST_TOKEN + " printable characters.");
        }
        return token;
    }

    static @Nullable Instant instant(String field, @Nullable String value) {
        if (value == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeParseException _) {
            throw ProblemException.badRequest(
                    "invalid-field",
                    "Field '" + field + "' is " + Problems.shown(value)
                            + "; write a time with its offset, e.g. 2026-03-01T12:00:00Z.");
        }
    }

    static List<String> calendarIds(@Nullable List<@Nullable String> values) {
        if (values == null) {
            throw missing("calendarIds");
        }
        if (values.size() > MOST_CALENDARS) {
            throw ProblemException.badRequest(
                    "invalid-field",
                    "Field 'calendarIds' has " + values.size() + " entries; give at most " + MOST_CALENDARS + ".");
        }
        return values.stream()
                .map(value -> text("calendarIds", value, LONGEST_CALENDAR_ID))
                .distinct()
                .toList();
    }

    /// A number of days, or null where none is given.
    static @Nullable Integer days(String field, @Nullable Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            throw ProblemException.badRequest(
                    "invalid-field",
                    "Field '" + field + "' is " + value + "; give " + least + " to " + most + " days.");
        }
        return value;
    }

    static int limit(@Nullable String value, int standard, int most) {
        if (value == null) {
            return standard;
        }
        if (value.matches("[0-9]{1,9}")) {
            int limit = Integer.parseInt(value);
            if (limit >= 1 && limit <= most) {
                return limit;
            }
        }
        throw ProblemException.badRequest(
                "invalid-limit",
                "Parameter 'limit' is " + Problems.shown(value) + "; give a number from 1 to " + most + ".");
    }

    private static String text(String field, @Nullable String value, int longest) {
        var text = required(field, value);
        if (text.isBlank()) {
            throw ProblemException.badRequest(
                    "invalid-field", "Field '" + field + "' is blank; give 1 to " + longest + " characters.");
        }
        if (text.length() > longest) {
            throw ProblemException.badRequest(
                    "invalid-field",
                    "Field '" + field + "' has " + text.length() + " characters, it begins with " + Problems.shown(text)
                            + "; give at most " + longest + ".");
        }
        if (hasStrangeCharacters(text)) {
            throw ProblemException.badRequest(
                    "invalid-field",
                    "Field '" + field + "' is " + Problems.shown(text)
                            + " with control characters or broken Unicode in it; leave them out.");
        }
        return text;
    }

    private static String required(String field, @Nullable String value) {
        if (value == null) {
            throw missing(field);
        }
        return value;
    }

    private static ProblemException missing(String field) {
        return ProblemException.badRequest(
                "missing-field", "Field '" + field + "' is missing or null; give it a value.");
    }

    private static boolean hasStrangeCharacters(String text) {
        return text.codePoints()
                .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }
}
