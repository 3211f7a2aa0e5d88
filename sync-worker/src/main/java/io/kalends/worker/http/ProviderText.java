package io.kalends.worker.http;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// Text that somebody else wrote, made fit for a log line or for the database.
public final class ProviderText {

    private static final int LONGEST_LINE = 200;
    private static final int LOOKED_AT = 4_000;

    private static final Pattern ANSI =
            Pattern.compile("\\x1B(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\x07\\x1B]*\\x07?|[@-Z\\\\^_])");
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Z}\\p{Cf}\\p{Co}\\p{Cs}]+");
    private static final Pattern LOOKUP = Pattern.compile("\\$+\\{");
    private static final Pattern SECRET = Pattern.compile("(?i)\\b(?:bearer|basic)\\s+[^\\s,;]+"
            + "|ya29\\.[\\w.~+/=-]*"
            + "|\\b1//[\\w~+/=-]*"
            + "|\\beyJ[\\w-]{5,}(?:\\.[\\w-]*)*"
            + "|(?=[A-Za-z_+=~-]*\\d)[A-Za-z0-9_+=~-]{24,}"
            + "|[A-Za-z0-9_+=~-]{48,}");

    private static final Pattern WEB_ADDRESS = Pattern.compile("(?i)https?://[^\\p{Cc}\\p{Z}\\p{Cf}\"<>\\\\]{1,4000}");

    private ProviderText() {}

    /// One line of at most 200 characters for people: no control or invisible characters, nothing that looks like a
    /// token.
    public static String line(@Nullable String text) {
        if (text == null) {
            return "";
        }
        var start = text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
        var plain = INVISIBLE.matcher(ANSI.matcher(start).replaceAll(" ")).replaceAll(" ");
        var safe = LOOKUP.matcher(SECRET.matcher(plain).replaceAll("***"))
                .replaceAll("{")
                .strip();
        return safe.length() > LONGEST_LINE ? safe.substring(0, LONGEST_LINE - 1) + "…" : safe;
    }

    /// The text as it is, but for what no UTF-8 database keeps: NUL is left out, half a surrogate pair is replaced.
    public static String storable(String text) {
        return fit(text) ? text : mended(text);
    }

    /// The text made [#storable(String)] and cut to at most `longest` characters, never within one.
    public static String storable(String text, int longest) {
        var whole = storable(text);
        if (whole.length() <= longest) {
            return whole;
        }
        return whole.substring(0, Character.isHighSurrogate(whole.charAt(longest - 1)) ? longest - 1 : longest);
    }

    /// The text when it is an address a browser may be sent to; null when it is anything else, or too long for one.
    public static @Nullable String webAddress(String text) {
        var address = storable(text);
        return WEB_ADDRESS.matcher(address).matches() ? address : null;
    }

    private static boolean fit(String text) {
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    private static String mended(String text) {
        var result = new StringBuilder(text.length());
        text.codePoints().filter(point -> point != 0).forEach(point -> {
            var half = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
            result.appendCodePoint(half ? '\uFFFD' : point);
        });
        return result.toString();
    }
}
