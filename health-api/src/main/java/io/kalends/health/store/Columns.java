package io.kalends.health.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;

/// Reads and writes the column types that JDBC has no plain word for.
final class Columns {

    private Columns() {}

    static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /// @throws SQLException when the column is null
    static Instant always(ResultSet row, String column) throws SQLException {
        var time = instant(row, column);
        if (time == null) {
            throw new SQLException("column " + column + " of schema health must not be null");
        }
        return time;
    }

    /// @throws SQLException when the column is null
    static String text(ResultSet row, String column) throws SQLException {
        var text = row.getString(column);
        if (text == null) {
            throw new SQLException("column " + column + " of schema health must not be null");
        }
        return text;
    }
}
