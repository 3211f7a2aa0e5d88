package io.kalends.health.store;

import java.sql.ResultSet;
import java.sql.SQLException;

import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

import io.kalends.health.projection.Calendar;
import io.kalends.schemas.ConnectionKey;

/// A calendar as a row of `health.calendar`, and back.
final class CalendarRows {

    private CalendarRows() {}

    /// @param place where it stands among the calendars of its connection
    static MapSqlParameterSource parameters(ConnectionKey connection, int place, Calendar calendar) {
        var row = new MapSqlParameterSource()
                .addValue("key", connection.text())
                .addValue("place", place)
                .addValue("calendar", calendar.calendarId())
                .addValue("name", calendar.name())
                .addValue("main", calendar.primary())
                .addValue("selected", calendar.selected())
                .addValue("status", calendar.status())
                .addValue("zone", calendar.timeZone())
                .addValue("failures", calendar.trouble().consecutiveFailures())
                .addValue("reason", calendar.trouble().reason())
                .addValue("message", calendar.trouble().message())
                .addValue("retry", Columns.utc(calendar.trouble().retryAt()));
        HeldRows.addTo(row, calendar.held());
        return row;
    }

    static Calendar calendar(ResultSet row) throws SQLException {
        return new Calendar(
                Columns.text(row, "calendar_id"),
                row.getString("name"),
                row.getBoolean("main"),
                row.getBoolean("selected"),
                Columns.text(row, "status"),
                row.getString("time_zone"),
                new Calendar.Trouble(
                        row.getInt("failures"),
                        row.getString("reason"),
                        row.getString("message"),
                        Columns.instant(row, "retry_at")),
                HeldRows.held(row));
    }
}
