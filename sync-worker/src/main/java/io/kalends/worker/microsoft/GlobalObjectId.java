package io.kalends.worker.microsoft;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/// Finds the iCalendar UID of an event: the same for all guests, and for all instances of a series.
///
/// Graph has two. `uid` is the same for a whole series, but not always there. `iCalUId` is, but as an Outlook global
/// object id it names the day of each instance: those four bytes are zero in the id of the series.
///
/// @see <a href="https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxocal">MS-OXOCAL:
///     PidLidGlobalObjectId</a>
final class GlobalObjectId {

    private static final String OUTLOOK = "040000008200E00074C5B7101A82E008";
    private static final String NO_DAY = "00000000";

    private GlobalObjectId() {}

    static @Nullable String of(GraphItem event, int longest) {
        var uid = event.text("uid", longest);
        var own = event.text("iCalUId", longest);
        if (uid != null || own == null || event.text("seriesMasterId") == null) {
            return uid == null ? own : uid;
        }
        var day = OUTLOOK.length();
        return own.toUpperCase(Locale.ROOT).startsWith(OUTLOOK) && own.length() >= day + NO_DAY.length()
                ? own.substring(0, day) + NO_DAY + own.substring(day + NO_DAY.length())
                : own;
    }
}
