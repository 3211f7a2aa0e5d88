package io.kalends.worker.microsoft;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

import io.kalends.worker.http.Origin;

/// Decides which of the links in Graph's answers may be called with a user's bearer: those that stay with Graph itself
/// and go on with the same kind of list. A link is checked when it is read and again when it is used, for it has been
/// stored meanwhile.
///
/// @see <a href="https://learn.microsoft.com/en-us/graph/delta-query-overview">Microsoft: delta query</a>
final class GraphLinks {

    /// What a link goes on with.
    enum Kind {
        /// A round of changes in a calendar.
        DELTA(OF_A_CALENDAR + "/calendarView/(?:microsoft\\.graph\\.)?delta(?:\\(\\))?", "deltatoken|skiptoken"),
        /// The account's calendars.
        CALENDARS("/calendars", "skip|skiptoken"),
        /// The instances of a series.
        INSTANCES(OF_A_CALENDAR + "/events" + BY_ID + "/instances", "skip|skiptoken");

        private final Pattern path;
        private final Pattern position;

        Kind(String path, String positions) {
            this.path = Pattern.compile(OF_A_USER + path, Pattern.CASE_INSENSITIVE);
            position = Pattern.compile("(?:^|&)(?:\\$|%24)?(?:" + positions + ")=[^&]", Pattern.CASE_INSENSITIVE);
        }
    }

    private static final int LONGEST = 8192;

    /// What RFC 3986 allows in an address, but for the fragment.
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9\\-._~:/?\\[\\]@!$&'()*+,;=%]+");

    /// An id: nothing that a server could read as a way to another place. No slash, no dots alone, and of escapes only
    /// a few of those that ids have in them.
    private static final String ID = "(?=[^/']*[^./'])(?:[A-Za-z0-9_=~.@+-]++|%3D|%2B|%40){1,64}";

    private static final String BY_ID = "(?:/" + ID + "|\\('" + ID + "'\\))";
    private static final String OF_A_USER = "/(?:me|users" + BY_ID + ")";
    private static final String OF_A_CALENDAR = "(?:/calendar|/calendars" + BY_ID + ")?";

    private final Origin origin;
    private final String base;

    /// @param root Graph's, not ending in a slash
    GraphLinks(URI root) {
        origin = Origin.of(root);
        base = root.getRawPath();
    }

    /// What is wrong with `link`, in words that hold nothing of it; null when it may be called.
    @Nullable
    String objection(String link, Kind kind) {
        if (link.length() > LONGEST) {
            return "is longer than " + LONGEST + " characters";
        }
        if (!ADDRESS.matcher(link).matches()) {
            return "has characters that no address has";
        }
        if (!leadsToOrigin(link)) {
            return "leads to another place";
        }
        var address = URI.create(link);
        var path = address.getRawPath();
        if (!path.startsWith(base)
                || !kind.path.matcher(path.substring(base.length())).matches()) {
            return "leads to another part of Graph";
        }
        var query = address.getRawQuery();
        return query != null && kind.position.matcher(query).find() ? null : "does not say where to go on";
    }

    /// Two readers must agree on where it leads: the one that checks, and the one that calls.
    private boolean leadsToOrigin(String link) {
        var called = HttpUrl.parse(link);
        try {
            var checked = new URI(link);
            return called != null
                    && Origin.of(checked).equals(origin)
                    && Origin.of(called.uri()).equals(origin)
                    && called.encodedPath().equals(checked.getRawPath());
        } catch (URISyntaxException | IllegalArgumentException _) {
            return false;
        }
    }
}
