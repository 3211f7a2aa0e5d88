package io.kalends.core.provider;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.token.AccessToken;

/// The calendars of one provider. Each method is exactly one call over the network.
///
/// It blocks the calling virtual thread for at most the adapter's total deadline, body included. Whatever the
/// provider
/// answers, good, bad or
/// cut short, is returned; only our own defects are thrown.
///
/// @see <a href="https://developers.google.com/workspace/calendar/api/guides/sync">Google: sync tokens</a>
/// @see <a href="https://learn.microsoft.com/graph/delta-query-overview">Microsoft: delta queries</a>
public interface CalendarProvider {

    /// Fetches one page of a walk through `calendar`.
    ///
    /// @param token valid for at least another minute
    Answer<Page> fetch(AccessToken token, CalendarId calendar, PageRequest request) throws InterruptedException;

    /// Fetches one page of the account's calendars.
    ///
    /// @param pageToken from the page before, null for the first
    Answer<CalendarList> calendars(AccessToken token, @Nullable String pageToken) throws InterruptedException;
}
