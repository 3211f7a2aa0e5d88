package io.kalends.worker.microsoft;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.ibm.icu.util.TimeZone;
import org.jspecify.annotations.Nullable;

/// Finds the IANA time zone behind a name that Graph uses: an IANA name itself, a Windows name (`W. Europe Standard
/// Time`) or neither.
///
/// @see <a href="https://learn.microsoft.com/en-us/graph/api/resources/datetimetimezone">Graph: names of zones</a>
final class TimeZones {

    private static final String UTC = "tzone://Microsoft/Utc";

    /// Those that were found; their number is that of Windows' zones.
    private static final Map<String, ZoneId> FOUND = new ConcurrentHashMap<>();

    private TimeZones() {}

    /// Null when the name stands for no zone, as that of one that a user has made up.
    static @Nullable ZoneId named(@Nullable String name) {
        if (name == null) {
            return null;
        }
        var known = FOUND.get(name);
        if (known != null) {
            return known;
        }
        var found = lookUp(name);
        if (found != null) {
            FOUND.put(name, found);
        }
        return found;
    }

    private static @Nullable ZoneId lookUp(String name) {
        try {
            if (name.equalsIgnoreCase(UTC)) {
                return ZoneId.of("UTC");
            }
            if (ZoneId.getAvailableZoneIds().contains(name)) {
                return ZoneId.of(name);
            }
            var iana = TimeZone.getIDForWindowsID(name, "001");
            return iana == null ? null : ZoneId.of(iana);
        } catch (DateTimeException _) {
            return null;
        }
    }
}
