package io.kalends.core.provider;

import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.EventWindow;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.token.AccessToken;

/// The calendars of one provider. Each method is exactly one call over the network.
///
/// It blocks the calling virtual thread for at most the adapter's total deadline, body included. Whatever the provider
/// answers, good, bad or cut short, is returned; only our own defects are thrown. Tokens are to be valid for at least
/// another minute.
///
/// @see <a href="https://developers.google.com/workspace/calendar/api/guides/sync">Google: sync tokens</a>
/// @see <a href="https://learn.microsoft.com/graph/delta-query-overview">Microsoft: delta queries</a>
public interface CalendarProvider {

    /// Fetches one page of a walk through `calendar`.
    Answer<Page> fetch(AccessToken token, CalendarId calendar, PageRequest request) throws InterruptedException;

    /// Fetches one page of the account's calendars, or of what has changed about them.
    Answer<CalendarList> calendars(AccessToken token, ListRequest request) throws InterruptedException;

    /// Looks up one event, or a series as such, wherever in time it is.
    Answer<Lookup> event(AccessToken token, CalendarId calendar, String eventId) throws InterruptedException;

    /// Fetches one page of the instances that a series has in `window`.
    ///
    /// @param pageToken from the page before, null for the first
    Answer<Instances> instances(
            AccessToken token, CalendarId calendar, String seriesId, EventWindow window, @Nullable String pageToken)
            throws InterruptedException;
}
