package io.kalends.simulator.traffic;

/// What a request asks for.
public enum RequestKind {
    /// A new access token for a refresh token.
    TOKEN,
    /// The end of a grant.
    REVOKE,
    /// A page of the list of calendars.
    CALENDAR_LIST,
    /// A page of the events of a calendar, full or since a cursor.
    EVENTS,
    /// One event.
    EVENT,
    /// A page of the instances of one series.
    INSTANCES,
    /// Anything else.
    OTHER
}
