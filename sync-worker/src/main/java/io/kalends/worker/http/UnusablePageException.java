package io.kalends.worker.http;

/// A provider's answer is JSON, but not what was asked for. The message is for people and holds nothing of the answer.
public final class UnusablePageException extends Exception {

    private static final long serialVersionUID = 1L;

    public UnusablePageException(String message) {
        super(message);
    }
}
