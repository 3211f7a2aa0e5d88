package io.kalends.worker.persistence;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.core.connection.CalendarId;

/// The series a delta under way has told something of. Every method belongs into the caller's transaction.
final class SeriesRows {

    /// A series of which events are held that the walk has not seen.
    record Unchecked(String seriesId, boolean whole) {}

    private static final String TOUCH = """
            INSERT INTO sync.series_touched AS known (connection_key, calendar_id, series_id, whole)
            SELECT :key, :calendar, told.series_id, told.whole
              FROM unnest(:series, :whole) AS told (series_id, whole)
            ON CONFLICT (connection_key, calendar_id, series_id) DO UPDATE
               SET whole = known.whole OR excluded.whole
            """;

    private static final String UNCHECKED = """
            SELECT t.series_id, t.whole
              FROM sync.series_touched t
             WHERE t.connection_key = :key
               AND t.calendar_id = :calendar
               AND EXISTS (SELECT 1
                             FROM sync.event e
                            WHERE e.connection_key = t.connection_key
                              AND e.calendar_id = t.calendar_id
                              AND e.series_id = t.series_id
                              AND NOT e.gone
                              AND e.generation <> :generation
                              AND e.doomed_in IS DISTINCT FROM :generation)
             ORDER BY t.series_id
             LIMIT 1
            """;

    private static final String CHECKED = """
            DELETE FROM sync.series_touched
             WHERE connection_key = :key
               AND calendar_id = :calendar
               AND series_id = :series
            """;

    private final JdbcClient jdbc;

    SeriesRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @param series by id, true when they seem to have come as a whole
    void touch(String key, CalendarId calendar, Map<String, Boolean> series) {
        if (series.isEmpty()) {
            return;
        }
        var ids = List.copyOf(series.keySet());
        jdbc.sql(TOUCH)
                .param("key", key)
                .param("calendar", calendar.value())
                .param("series", ids.toArray(String[]::new))
                .param("whole", ids.stream().map(series::get).toArray(Boolean[]::new))
                .update();
    }

    /// The first that is not checked, null when all are.
    @Nullable
    Unchecked unchecked(String key, CalendarId calendar, long generation) {
        return jdbc.sql(UNCHECKED)
                .param("key", key)
                .param("calendar", calendar.value())
                .param("generation", generation)
                .query((row, _) -> new Unchecked(row.getString("series_id"), row.getBoolean("whole")))
                .optional()
                .orElse(null);
    }

    void checked(String key, CalendarId calendar, String seriesId) {
        jdbc.sql(CHECKED)
                .param("key", key)
                .param("calendar", calendar.value())
                .param("series", seriesId)
                .update();
    }
}
