package io.kalends.worker.google;

import io.kalends.core.provider.CalendarProvider;
import io.kalends.core.token.TokenEndpoint;

/// The two doors to Google.
///
/// @param calendars calendars and events
/// @param tokens access tokens, and the end of a grant
public record GoogleAccount(CalendarProvider calendars, TokenEndpoint tokens) {}
