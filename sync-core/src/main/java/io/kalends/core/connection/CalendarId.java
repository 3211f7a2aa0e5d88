package io.kalends.core.connection;

/// The provider's id of a calendar. At Google the main calendar's id is a mail address: not for logs.
public record CalendarId(String value) {
    public CalendarId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a calendar id must not be blank");
        }
    }
}
