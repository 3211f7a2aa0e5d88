package io.kalends.simulator.microsoft;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Time zones as Windows names them; the common ones.
///
/// @see <a href="https://github.com/unicode-org/cldr/blob/main/common/supplemental/windowsZones.xml">CLDR:
/// windowsZones</a>
final class WindowsZones {
    /// What Exchange says of a zone that has no name in Windows.
    static final String CUSTOM = "tzone://Microsoft/Custom";

    private static final WindowsZones KNOWN = read();

    private final Map<String, String> windows = new HashMap<>();
    private final Map<String, String> iana = new HashMap<>();

    private WindowsZones() {}

    /// The name in Windows, or [#CUSTOM].
    static String name(ZoneId zone) {
        return KNOWN.windows.getOrDefault(zone.getId(), CUSTOM);
    }

    /// The zone most people mean by a name in Windows.
    static Optional<String> iana(String name) {
        return Optional.ofNullable(KNOWN.iana.get(name));
    }

    /// The zone of a name in Windows or an IANA name.
    static Optional<ZoneId> zone(String name) {
        try {
            return Optional.of(ZoneId.of(iana(name).orElse(name)));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }

    private static WindowsZones read() {
        var zones = new WindowsZones();
        var resource = Objects.requireNonNull(WindowsZones.class.getResourceAsStream("windows-zones.txt"));
        try (var lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(zones::add);
            return zones;
        } catch (IOException ownResourceIsAlwaysThere) {
            throw new UncheckedIOException(ownResourceIsAlwaysThere);
        }
    }

    private void add(String line) {
        var colon = line.indexOf(": ");
        var name = line.substring(0, colon);
        var zones = List.of(line.substring(colon + 2).split(" ", -1));
        iana.put(name, zones.getFirst());
        zones.forEach(zone -> windows.put(zone, name));
    }
}
