package io.kalends.worker.google;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import com.google.api.client.json.GenericJson;
import org.jspecify.annotations.Nullable;

import io.kalends.worker.http.ProviderText;

/// Google's error format, old and new, read leniently.
///
/// @param reasons of `errors`, then of `details`
/// @param places what the errors are about: parameter and header names
/// @param message one line, cleaned
record GoogleError(Set<String> reasons, Set<String> domains, Set<String> places, String message) {

    private static final Set<String> POSITIONS = Set.of("syncToken", "pageToken");
    private static final Set<String> DAMAGED = Set.of("invalid", "invalidParameter");

    /// Null when `json` is no error of Google's.
    static @Nullable GoogleError read(byte[] json) {
        var tree = GoogleJson.readOrNull(json, GenericJson.class);
        if (tree == null || !(tree.get("error") instanceof Map<?, ?> error)) {
            return null;
        }
        var result = new GoogleError(
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                error.get("message") instanceof String message ? ProviderText.line(message) : "");
        result.collect(error.get("errors"));
        result.collect(error.get("details"));
        if (error.get("status") instanceof String status) {
            result.reasons.add(status);
        }
        return result;
    }

    private void collect(@Nullable Object entries) {
        if (!(entries instanceof List<?> list)) {
            return;
        }
        for (var entry : list) {
            if (entry instanceof Map<?, ?> fields) {
                collect(fields, "reason", reasons);
                collect(fields, "domain", domains);
                collect(fields, "location", places);
            }
        }
    }

    private static void collect(Map<?, ?> fields, String name, Set<String> into) {
        if (fields.get(name) instanceof String value) {
            into.add(value);
        }
    }

    boolean has(String reason) {
        return reasons.contains(reason);
    }

    boolean hasAny(Set<String> some) {
        return reasons.stream().anyMatch(some::contains);
    }

    boolean isOfDomain(String domain) {
        return domains.contains(domain);
    }

    /// Whether a sync or page token is what Google does not like.
    boolean isAboutPosition() {
        var text = message.toLowerCase(Locale.ROOT);
        return hasAny(DAMAGED)
                || places.stream().anyMatch(POSITIONS::contains)
                || text.contains("sync token")
                || text.contains("page token");
    }

    /// For people, on one line.
    String line(int status) {
        var reason = reasons.isEmpty() ? "" : " " + reasons.iterator().next();
        return ProviderText.line("Google answered " + status + reason + (message.isEmpty() ? "" : ": " + message));
    }
}
