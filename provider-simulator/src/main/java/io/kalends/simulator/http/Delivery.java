package io.kalends.simulator.http;

import java.time.Duration;

/// How an answer travels: whole, as decent servers do it, or broken in one of the ways that happen.
public sealed interface Delivery {
    /// Head, length and body.
    record Whole() implements Delivery {}

    /// Only the first `bytes` of the body, framed as `framing` says.
    record Cut(Framing framing, int bytes) implements Delivery {}

    /// The body in pieces of `bytes`, one every `every` of real time.
    record Drip(int bytes, Duration every) implements Delivery {
        public Drip {
            if (bytes < 1 || every.isNegative()) {
                throw new IllegalArgumentException("a drip needs at least one byte and a time of zero or more, not "
                        + bytes + " bytes every " + every);
            }
        }
    }

    /// Nothing at all; the connection stays open until the client gives up.
    record Silence() implements Delivery {}

    /// The connection is closed without an answer.
    record HangUp() implements Delivery {}

    /// How a cut body is framed.
    enum Framing {
        /// `Content-Length` fits the cut body, so the client sees a complete answer with half a document.
        RIGHT_LENGTH,
        /// `Content-Length` promises the whole body; the connection closes early.
        WRONG_LENGTH,
        /// Chunked, and the last chunk never comes.
        CHUNKED,
        /// No length; the body ends when the connection does.
        UNTIL_CLOSE
    }
}
