package io.kalends.worker.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// Reads a `Retry-After` header.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC 9110, 10.2.3</a>
public final class RetryAfter {

    /// What is longer counts as this long, so that nobody who adds it to a time gets an overflow.
    public static final Duration LONGEST = Duration.ofDays(365);

    private static final Pattern SECONDS = Pattern.compile("\\d+");
    private static final int DIGITS = 9;

    private RetryAfter() {}

    /// How long `header` asks to wait from `now`: never negative, at most [#LONGEST]; null when it says nothing
    /// that can be understood.
    public static @Nullable Duration parse(@Nullable String header, Instant now) {
        if (header == null) {
            return null;
        }
        var text = header.strip();
        if (SECONDS.matcher(text).matches()) {
            return text.length() > DIGITS ? LONGEST : bounded(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            var until = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
            return bounded(Duration.between(now, until));
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
