package io.kalends.worker.microsoft;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.kalends.worker.http.ProviderText;

/// Graph's error format, read leniently.
///
/// @param codes from the outermost to the innermost, in lower case
/// @param name the innermost code that is a name, as written
/// @param message one line, cleaned
record GraphError(Set<String> codes, String name, String message) {

    private static final int DEEPEST = 8;

    /// Null when `answer` is no error of Graph's: each has a code.
    static @Nullable GraphError read(GraphItem answer) {
        var error = answer.child("error");
        var name = error.text("code");
        if (name == null) {
            return null;
        }
        var codes = new LinkedHashSet<String>();
        var inner = error;
        for (int depth = 0; depth < DEEPEST; depth++) {
            var code = inner.text("code");
            if (code != null && !code.chars().allMatch(Character::isDigit)) {
                codes.add(code.toLowerCase(Locale.ROOT));
                name = code;
            }
            inner = inner.child(inner.has("innerError") ? "innerError" : "innererror");
        }
        return new GraphError(codes, name, ProviderText.line(error.text("message")));
    }

    /// Whether a code is one of `some`, which are in lower case.
    boolean hasAny(Set<String> some) {
        return codes.stream().anyMatch(some::contains);
    }

    /// Whether a code has one of `parts` in it, which are in lower case.
    boolean isAbout(Set<String> parts) {
        return codes.stream().anyMatch(code -> parts.stream().anyMatch(code::contains));
    }

    /// Whether the message has one of `words` in it, which are in lower case.
    boolean says(Set<String> words) {
        var text = message.toLowerCase(Locale.ROOT);
        return words.stream().anyMatch(text::contains);
    }

    /// For people, on one line.
    String line(int status) {
        return ProviderText.line(
                "Microsoft answered " + status + " " + name + (message.isEmpty() ? "" : ": " + message));
    }
}
