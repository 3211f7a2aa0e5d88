package io.kalends.core.token;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.kalends.core.incident.Passage.Held;

/// What [Tokens] can say. Details are one line for people, without secrets.
public sealed interface TokenAnswer {

    /// Use this one.
    record Valid(AccessToken token) implements TokenAnswer {}

    /// There is none to be had.
    sealed interface None extends TokenAnswer {}

    /// The user has to give consent again.
    record ReconnectNeeded(String detail) implements None {}

    /// The account is closed or its administrator forbids us: a case for an administrator, not for the user.
    record Forbidden(String detail) implements None {}

    /// Nothing is stored for this connection.
    record NoCredential() implements None {}

    /// Something is stored and no key at hand opens it: a case for the operators.
    record Unreadable(String detail) implements None {}

    /// The provider does not accept our own client id or secret: a case for the operators.
    record ClientRejected(String detail) implements None {}

    /// The token endpoint has had too many calls.
    ///
    /// @param retryAfter the provider's own figure, null when it gave none
    record Throttled(@Nullable Duration retryAfter) implements None {}

    /// The token endpoint is in trouble for many, and this one waits for the end of it.
    record HeldUp(Held held) implements None {}

    /// None to be had now, for a cause that can pass.
    record Unavailable(String detail, @Nullable Duration retryAfter) implements None {}
}
