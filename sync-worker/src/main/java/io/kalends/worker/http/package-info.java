/// What the provider adapters share: one deadline over a whole call, limits on what comes back, a bearer that stays
/// with one origin, `Retry-After`, clean provider text, the time calls take, and the short retries. Start at
/// [io.kalends.worker.http.JsonTransport].
/// No provider's names, fields or error codes may enter.
@NullMarked
package io.kalends.worker.http;

import org.jspecify.annotations.NullMarked;
