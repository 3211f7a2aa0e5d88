package io.kalends.health.web;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

import io.kalends.health.kafka.BrokerAwayException;

/// Turns everything that goes wrong in a request into a problem.
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);
    private static final String SOON = "5";

    @ExceptionHandler
    ResponseEntity<Object> refused(ProblemException refused, HttpServletRequest request) {
        return answer(refused.status(), refused.code(), refused.detail(), refused.headers(), request);
    }

    @ExceptionHandler
    ResponseEntity<Object> brokerAway(BrokerAwayException away, HttpServletRequest request) {
        log.warn("command not published, cause={}", away.getMessage());
        return answer(
                HttpStatus.SERVICE_UNAVAILABLE,
                "kafka-unavailable",
                "Kafka did not take the command within 5 s. Ask again in a moment; asking twice does no harm.",
                soon(),
                request);
    }

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ResponseEntity<Object> databaseAway(RuntimeException away, HttpServletRequest request) {
        log.error("database request failed, path={}", Problems.shown(request.getRequestURI()), away);
        return answer(
                HttpStatus.SERVICE_UNAVAILABLE,
                "database-unavailable",
                "The read model's database did not answer. Ask again in a moment.",
                soon(),
                request);
    }

    @ExceptionHandler
    ResponseEntity<Object> defect(RuntimeException defect, HttpServletRequest request) {
        log.error("request failed, path={}", Problems.shown(request.getRequestURI()), defect);
        return answer(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "internal-error",
                "This should not have happened; the cause is in the log of health-api.",
                new HttpHeaders(),
                request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException unreadable,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        var fault = BodyFault.of(unreadable);
        return answer(HttpStatus.BAD_REQUEST, fault.code(), fault.detail(), headers, servlet(request));
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpRequestMethodNotSupported(
            HttpRequestMethodNotSupportedException wrong,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        var detail = "Method " + Problems.shown(wrong.getMethod()) + " is not for this path; use one of "
                + wrong.getSupportedHttpMethods() + ".";
        return answer(status, "method-not-allowed", detail, headers, servlet(request));
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotSupported(
            HttpMediaTypeNotSupportedException wrong, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var sent = wrong.getContentType() == null ? "none" : Problems.shown(String.valueOf(wrong.getContentType()));
        var detail = "Content type " + sent + " is not understood here; send application/json.";
        return answer(status, "unsupported-content-type", detail, headers, servlet(request));
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception exception,
            @Nullable Object body,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        var path = Problems.shown(servlet(request).getRequestURI());
        var detail = switch (status.value()) {
            case 404 -> "There is nothing at " + path + "; the paths are listed at /v3/api-docs.";
            case 406 -> "This path answers in application/json only; change the Accept header.";
            default -> body instanceof ProblemDetail known && known.getDetail() != null ? known.getDetail() : path;
        };
        return answer(status, Problems.code(status.value()), detail, headers, servlet(request));
    }

    private static ResponseEntity<Object> answer(
            HttpStatusCode status, String code, String detail, HttpHeaders headers, HttpServletRequest request) {
        return ResponseEntity.status(status)
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(Problems.of(status, code, detail, request.getRequestURI()));
    }

    private static HttpHeaders soon() {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, SOON);
        return headers;
    }

    private static HttpServletRequest servlet(WebRequest request) {
        return ((ServletWebRequest) request).getRequest();
    }
}
