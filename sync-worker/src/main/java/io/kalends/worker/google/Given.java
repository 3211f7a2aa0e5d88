package io.kalends.worker.google;

import java.util.List;

import com.google.api.client.util.Data;
import org.jspecify.annotations.Nullable;

import io.kalends.worker.http.ProviderText;

/// Values as Google's client hands them over. It reads a JSON null as a stand-in of the field's type (for a flag, one
/// that is true): here every one of them is null again.
final class Given {

    private Given() {}

    static <T> @Nullable T value(@Nullable T value) {
        return value == null || Data.isNull(value) ? null : value;
    }

    static boolean flag(@Nullable Boolean value) {
        return Boolean.TRUE.equals(value(value));
    }

    static <T> List<T> all(@Nullable List<T> values) {
        var given = value(values);
        return given == null ? List.of() : given;
    }

    /// As it was written, fit to be stored; null when there is none.
    static @Nullable String text(@Nullable String value) {
        var given = value(value);
        return given == null ? null : ProviderText.storable(given);
    }

    /// As it was written, fit to be stored and cut to at most `longest` characters; null when there is none.
    static @Nullable String text(@Nullable String value, int longest) {
        var given = value(value);
        return given == null ? null : ProviderText.storable(given, longest);
    }

    /// A name, id or token: null when there is none, and when it is empty.
    static @Nullable String name(@Nullable String value) {
        var text = text(value);
        return text == null || text.isEmpty() ? null : text;
    }

    /// An address a browser may be sent to; null for anything else.
    static @Nullable String webAddress(@Nullable String value) {
        var given = value(value);
        return given == null ? null : ProviderText.webAddress(given);
    }
}
