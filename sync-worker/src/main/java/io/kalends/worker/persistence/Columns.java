package io.kalends.worker.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;

/// Instants and provider text on their way into columns and out of them.
final class Columns {

    private static final int LONGEST_MESSAGE = 500;

    private Columns() {}

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    static Instant someInstant(ResultSet row, String column) throws SQLException {
        var value = instant(row, column);
        if (value == null) {
            throw new IllegalStateException("column " + column + " is null where it never should be");
        }
        return value;
    }

    static @Nullable OffsetDateTime column(@Nullable Instant value) {
        return value == null ? null : value.atOffset(ZoneOffset.UTC);
    }

    /// Text columns hold no control characters; PostgreSQL refuses NUL.
    static @Nullable String text(@Nullable String value) {
        return value == null ? null : value.replaceAll("\\p{Cntrl}", " ");
    }

    /// One line for people.
    static String message(String value) {
        var line = value.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE);
    }
}
