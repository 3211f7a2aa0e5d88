/// What the provider adapters share: limits on what comes back, a bearer that stays with one origin, `Retry-After`, the
/// forms of token endpoints, clean provider text, mended times, the time calls take, and the short retries. Start at
/// [io.kalends.worker.http.JsonBody] and [io.kalends.worker.http.TokenForms]; a transport for clients that have none of
/// their own is [io.kalends.worker.http.JsonTransport]. No provider's names, fields or error codes may enter.
@NullMarked
package io.kalends.worker.http;

import org.jspecify.annotations.NullMarked;
