package io.kalends.health.kafka;

import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.kalends.schemas.ConnectionKey;
import io.kalends.schemas.serde.UnreadableRecordException;

/// Single fields of the contract's records. What no table could hold makes its record unreadable: bad ids, times out of
/// this world. Text is cut and rid of control characters.
final class Fields {

    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final int LONGEST_TEXT = 2_000;
    private static final Set<String> PROVIDERS = Set.of("google", "outlook");

    private Fields() {}

    static ConnectionKey connection(String tenantId, String userId, String provider) {
        try {
            return new ConnectionKey(id("tenantId", tenantId), id("userId", userId), provider(provider));
        } catch (IllegalArgumentException e) {
            throw new UnreadableRecordException(String.valueOf(e.getMessage()), e);
        }
    }

    static String provider(String provider) {
        if (!PROVIDERS.contains(provider)) {
            throw new UnreadableRecordException("provider '" + clean(provider) + "' is not google or outlook");
        }
        return provider;
    }

    static long sequence(long sequence) {
        if (sequence < 1) {
            throw new UnreadableRecordException("sequence " + sequence + " is not positive");
        }
        return sequence;
    }

    static String id(String name, String value) {
        if (value.isBlank() || value.length() > 200 || value.chars().anyMatch(Character::isISOControl)) {
            throw new UnreadableRecordException(name + " '" + clean(value) + "' is blank, too long or not printable");
        }
        return value;
    }

    static @Nullable String optionalId(String name, @Nullable String value) {
        return value == null ? null : id(name, value);
    }

    static Instant time(String name, Instant value) {
        if (value.isBefore(EARLIEST) || !value.isBefore(LATEST)) {
            throw new UnreadableRecordException(name + " is not between 1970 and 2200");
        }
        return value;
    }

    static @Nullable Instant optionalTime(String name, @Nullable Instant value) {
        return value == null ? null : time(name, value);
    }

    static @Nullable String optionalText(@Nullable String text) {
        return text == null ? null : clean(text);
    }

    static String clean(String text) {
        var plain = text.replaceAll("\\p{Cntrl}", " ");
        return plain.length() <= LONGEST_TEXT ? plain : plain.substring(0, LONGEST_TEXT);
    }
}
