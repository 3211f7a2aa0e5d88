package io.kalends.core.token;

import org.jspecify.annotations.Nullable;

/// What is stored of a user's grant.
///
/// @param access the last access token, null when there is none; it may have run out
/// @param version grows with every change; the ticket for the next one
public record Credential(RefreshToken refresh, @Nullable AccessToken access, long version) {}
