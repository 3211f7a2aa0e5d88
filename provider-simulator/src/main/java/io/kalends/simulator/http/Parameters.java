package io.kalends.simulator.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// Decoded name and value pairs of a query or a form, in the order they came; a name may repeat.
public final class Parameters {
    private final Map<String, List<String>> values;

    private Parameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /// Reads `a=1&b=2`; a plus sign is a space, as in forms.
    public static Parameters parse(String encoded) {
        var values = new LinkedHashMap<String, List<String>>();
        for (var pair : encoded.split("&", -1)) {
            if (!pair.isEmpty()) {
                var equals = pair.indexOf('=');
                var name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                var value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
                values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
            }
        }
        return new Parameters(values);
    }

    public @Nullable String first(String name) {
        var all = values.get(name);
        return all == null ? null : all.getFirst();
    }

    public List<String> all(String name) {
        return Collections.unmodifiableList(values.getOrDefault(name, List.of()));
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public Set<String> names() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /// The same without `name`.
    public Parameters without(String name) {
        var fewer = new LinkedHashMap<>(values);
        fewer.remove(name);
        return new Parameters(fewer);
    }

    /// One value per name; repeated ones joined by a comma.
    public Map<String, String> flat() {
        var flat = new LinkedHashMap<String, String>();
        values.forEach((name, all) -> flat.put(name, String.join(",", all)));
        return Collections.unmodifiableMap(flat);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
