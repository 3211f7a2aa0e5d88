package io.kalends.benchmarks;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.provider.Answer;
import io.kalends.core.provider.CalendarProvider;
import io.kalends.core.provider.Page;
import io.kalends.core.provider.Page.Next;
import io.kalends.core.provider.PageRequest;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.token.AccessToken;

/// All pages from an origin to the next cursor.
///
/// @param entries how many they carried
/// @param cursor where the next delta starts
record Walk(long entries, String cursor) {

    static Walk of(CalendarProvider calendars, AccessToken token, CalendarId calendar, Origin origin)
            throws InterruptedException {
        @Nullable String pageToken = null;
        long entries = 0;
        while (true) {
            var page = page(calendars.fetch(token, calendar, new PageRequest(origin, pageToken)));
            entries += page.changes().size();
            switch (page.next()) {
                case Next.More(String more) -> pageToken = more;
                case Next.Last(String cursor) -> {
                    return new Walk(entries, cursor);
                }
            }
        }
    }

    /// @throws IllegalStateException when it is no page: a benchmark of refusals would look splendid
    static Page page(Answer<Page> answer) {
        return switch (answer) {
            case Answer.Got<Page>(Page page) -> page;
            case Answer.Refused<Page>(Answer.Refusal refusal) ->
                throw new IllegalStateException("expected a page of events, got " + refusal);
        };
    }
}
