package io.kalends.worker.http;

import java.io.IOException;

/// An answer came, but not one that can be used: cut short, too big, too deep or of the wrong kind. The message
/// is for people and holds nothing of the answer.
public final class UnreadableAnswerException extends IOException {

    private static final long serialVersionUID = 1L;

    public UnreadableAnswerException(String message) {
        super(message);
    }
}
