package io.kalends.worker.persistence;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.provider.CalendarList.Entry;
import io.kalends.core.store.Listing;

/// Takes over an account's list of calendars.
final class Listings {

    private static final String KNOWN = """
            SELECT c.calendar_id, c.name, c.time_zone, c.is_primary, c.selected, c.chosen, c.status,
                   coalesce(c.walk = 'CLOSING', false) AS closing, c.vanished,
                   EXISTS (SELECT 1
                             FROM sync.event e
                            WHERE e.connection_key = c.connection_key
                              AND e.calendar_id = c.calendar_id
                              AND NOT e.gone) AS holds
              FROM sync.calendar c
             WHERE c.connection_key = :key
            """;

    private static final String ADD = """
            INSERT INTO sync.calendar (connection_key, calendar_id, name, time_zone, is_primary, selected)
            VALUES (:key, :calendar, :name, :timeZone, :primary, :selected)
            """;

    private static final String RENEW = """
            UPDATE sync.calendar
               SET name = :name,
                   time_zone = :timeZone,
                   is_primary = :primary,
                   selected = :selected,
                   status = :status
             WHERE connection_key = :key
               AND calendar_id = :calendar
            """;

    private static final String REMOVE = """
            DELETE FROM sync.calendar
             WHERE connection_key = :key
               AND calendar_id = :calendar
            """;

    private record Known(
            CalendarId id,
            @Nullable String name,
            @Nullable String timeZone,
            boolean primary,
            boolean selected,
            boolean chosen,
            String status,
            boolean closing,
            boolean vanished,
            boolean holds) {}

    private final JdbcClient jdbc;
    private final Walks walks;
    private final Deletions deletions;

    Listings(JdbcClient jdbc, Walks walks, Deletions deletions) {
        this.jdbc = jdbc;
        this.walks = walks;
        this.deletions = deletions;
    }

    /// Takes over a listing in the caller's transaction.
    ///
    /// @return true when anything about the calendars changed
    boolean take(ConnectionRow row, Listing listing) {
        var known = known(row);
        var chosen = known.values().stream().anyMatch(Known::chosen);
        var changed = false;
        for (var entry : unique(listing.entries())) {
            var before = known.remove(entry.id());
            if (before == null) {
                add(row, entry, entry.primary() && !chosen);
                changed = true;
            } else {
                changed |= renew(row, entry, before, chosen);
            }
        }
        if (listing.whole()) {
            for (var vanished : known.values()) {
                changed |= retire(row, vanished);
            }
        }
        return changed;
    }

    private static Collection<Entry> unique(List<Entry> listed) {
        var byId = new LinkedHashMap<CalendarId, Entry>();
        listed.forEach(entry -> byId.put(entry.id(), entry));
        return byId.values();
    }

    private void add(ConnectionRow row, Entry entry, boolean selected) {
        jdbc.sql(ADD)
                .param("key", row.text())
                .param("calendar", entry.id().value())
                .param("name", Columns.text(entry.name()))
                .param("timeZone", Columns.text(entry.timeZone()))
                .param("primary", entry.primary())
                .param("selected", selected)
                .update();
    }

    /// A main calendar that was closed because it had vanished is selected again, unless somebody chose. One
    /// whose events wait because it had vanished is read in full.
    private boolean renew(ConnectionRow row, Entry entry, Known before, boolean chosen) {
        var again = entry.primary() && !chosen && !before.selected() && !before.closing();
        if (before.vanished()) {
            deletions.forgive(row, entry.id());
        }
        var name = Columns.text(entry.name());
        var timeZone = Columns.text(entry.timeZone());
        if (!again
                && entry.primary() == before.primary()
                && Objects.equals(name, before.name())
                && Objects.equals(timeZone, before.timeZone())) {
            return before.vanished();
        }
        jdbc.sql(RENEW)
                .param("key", row.text())
                .param("calendar", entry.id().value())
                .param("name", name)
                .param("timeZone", timeZone)
                .param("primary", entry.primary())
                .param("selected", again || before.selected())
                .param("status", again ? "NEW" : before.status())
                .update();
        return true;
    }

    private boolean retire(ConnectionRow row, Known vanished) {
        if (vanished.closing() || vanished.vanished()) {
            return false;
        }
        if (vanished.holds() || vanished.selected()) {
            if (!vanished.selected() || !deletions.vanished(row, vanished.id())) {
                walks.retire(row, vanished.id());
            }
            return true;
        }
        if (vanished.chosen()) {
            return false;
        }
        return jdbc.sql(REMOVE)
                        .param("key", row.text())
                        .param("calendar", vanished.id().value())
                        .update()
                == 1;
    }

    private Map<CalendarId, Known> known(ConnectionRow row) {
        var known = new HashMap<CalendarId, Known>();
        for (var one : jdbc.sql(KNOWN)
                .param("key", row.text())
                .query((found, _) -> new Known(
                        new CalendarId(found.getString("calendar_id")),
                        found.getString("name"),
                        found.getString("time_zone"),
                        found.getBoolean("is_primary"),
                        found.getBoolean("selected"),
                        found.getBoolean("chosen"),
                        found.getString("status"),
                        found.getBoolean("closing"),
                        found.getBoolean("vanished"),
                        found.getBoolean("holds")))
                .list()) {
            known.put(one.id(), one);
        }
        return known;
    }
}
