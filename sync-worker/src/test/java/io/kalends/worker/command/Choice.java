package io.kalends.worker.command;

import java.util.Set;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.ConnectionKey;

/// A person's choice of calendars, carried out as the worker does, for tests elsewhere.
public final class Choice {

    private Choice() {}

    /// Selects exactly `calendars` and takes the connection from whoever works on it. Nothing changes while the
    /// account's calendars were never listed.
    public static void of(Set<CalendarId> calendars, ConnectionKey key, JdbcClient jdbc) {
        var order = new Order("choice", key);
        try {
            new CalendarSelection(jdbc).select(order, calendars);
        } catch (CommandRejectedException _) {
            return;
        }
        new ConnectionRows(jdbc).raiseFence(order);
    }
}
