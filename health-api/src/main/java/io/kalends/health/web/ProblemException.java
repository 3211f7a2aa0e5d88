package io.kalends.health.web;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/// A request that gets a problem for an answer.
final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final String code;
    private final int retryAfterSeconds;

    private ProblemException(HttpStatus status, String code, String detail, int retryAfterSeconds) {
        super(detail);
        this.status = status;
        this.code = code;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /// The caller has to change the request.
    ///
    /// @param detail what is wrong, with the value, and what to do
    static ProblemException badRequest(String code, String detail) {
        return new ProblemException(HttpStatus.BAD_REQUEST, code, detail, 0);
    }

    /// There is nothing here for this caller.
    static ProblemException notFound(String code, String detail) {
        return new ProblemException(HttpStatus.NOT_FOUND, code, detail, 0);
    }

    /// It does not fit what is there now.
    static ProblemException conflict(String code, String detail) {
        return new ProblemException(HttpStatus.CONFLICT, code, detail, 0);
    }

    /// What the caller has seen is not what is there any more.
    static ProblemException overtaken(String code, String detail) {
        return new ProblemException(HttpStatus.PRECONDITION_FAILED, code, detail, 0);
    }

    /// It cannot be done now.
    static ProblemException unavailable(String code, String detail, int retryAfterSeconds) {
        return new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, code, detail, retryAfterSeconds);
    }

    HttpStatus status() {
        return status;
    }

    String code() {
        return code;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    HttpHeaders headers() {
        var headers = new HttpHeaders();
        if (retryAfterSeconds > 0) {
            headers.set(HttpHeaders.RETRY_AFTER, Integer.toString(retryAfterSeconds));
        }
        return headers;
    }
}
