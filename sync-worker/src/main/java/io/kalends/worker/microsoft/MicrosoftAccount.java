package io.kalends.worker.microsoft;

import io.kalends.core.provider.CalendarProvider;
import io.kalends.core.token.TokenEndpoint;

/// The two doors to Microsoft.
///
/// @param calendars calendars and events
/// @param tokens access tokens
public record MicrosoftAccount(CalendarProvider calendars, TokenEndpoint tokens) {}
