package io.kalends.simulator.script;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.http.Delivery.Framing;

/// One thing that goes wrong with a request or its answer.
public sealed interface Fault {
    /// A refusal in the provider's own words, instead of the answer.
    ///
    /// @param reason     the provider's word for it, as `rateLimitExceeded`
    /// @param retryAfter the header as sent, seconds or a date; null for none
    record Refuse(int status, String reason, @Nullable String retryAfter) implements Fault {}

    /// An error of the token endpoint, instead of the answer.
    record RefuseToken(int status, String error, String description) implements Fault {}

    /// Any answer, instead of the right one; an empty `contentType` for none.
    record Instead(int status, String contentType, String body) implements Fault {}

    /// A redirect to `location`, instead of the answer.
    record Redirect(String location) implements Fault {}

    /// The right answer, of which only a part arrives.
    ///
    /// @param keep the part of the body that arrives, from 0 to 1
    record Cut(Framing framing, double keep) implements Fault {
        public Cut {
            if (!(keep >= 0 && keep <= 1)) {
                throw new IllegalArgumentException("keep is a part from 0 to 1, not " + keep);
            }
        }
    }

    /// The right answer, `bytes` at a time.
    record Drip(int bytes, Duration every) implements Fault {
        public Drip {
            if (bytes < 1 || every.isNegative()) {
                throw new IllegalArgumentException("a drip has at least one byte and no negative time");
            }
        }
    }

    /// The right answer, later; real time.
    record Delay(Duration by) implements Fault {}

    /// No answer, ever; the request is not processed.
    record Silence() implements Fault {}

    /// The request is processed, then the connection closes without an answer.
    record HangUp() implements Fault {}

    /// A document of `bytes`, instead of the answer.
    record HugeBody(long bytes) implements Fault {}

    /// A document nested `depth` deep, instead of the answer.
    record DeepBody(int depth) implements Fault {}

    /// A few kilobytes that unzip to `bytes`, instead of the answer.
    record GzipBomb(long bytes) implements Fault {}

    /// The right items in wrong pages.
    record Pages(PageTwist twist) implements Fault {}

    /// The right items, but what leads on from there, a link, begins with `url`. Only where a provider sends links.
    ///
    /// @param url up to the question mark
    record ForeignLink(String url) implements Fault {}

    /// A token answer with a new refresh token (`rotate`), or without any although one is due (not `rotate`).
    record TokenAnswer(boolean rotate) implements Fault {}

    /// Every cursor of the asking user (of everybody if unknown) is forgotten; then the request is answered.
    record ForgetCursors() implements Fault {}

    /// `401`, as for an expired token.
    static Fault unauthorized() {
        return new Refuse(401, "authError", null);
    }

    static Fault refuse(int status, String reason) {
        return new Refuse(status, reason, null);
    }

    /// A refusal with a `Retry-After` header of any content.
    static Fault refuse(int status, String reason, String retryAfter) {
        return new Refuse(status, reason, retryAfter);
    }

    /// Any status with a page meant for people.
    static Fault html(int status) {
        return new Instead(
                status,
                "text/html; charset=UTF-8",
                "<!DOCTYPE html><html lang=en><title>Error " + status + "</title><p>That's an error.</html>");
    }

    /// Any status without a body.
    static Fault empty(int status) {
        return new Instead(status, "", "");
    }

    static Fault invalidGrant() {
        return new RefuseToken(400, "invalid_grant", "Token has been expired or revoked.");
    }

    static Fault invalidClient() {
        return new RefuseToken(401, "invalid_client", "The OAuth client was not found.");
    }
}
