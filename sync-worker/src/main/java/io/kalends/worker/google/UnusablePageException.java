package io.kalends.worker.google;

/// Google's answer is JSON, but not what was asked for. The message is for people and holds nothing of the answer.
final class UnusablePageException extends Exception {

    private static final long serialVersionUID = 1L;

    UnusablePageException(String message) {
        super(message);
    }
}
