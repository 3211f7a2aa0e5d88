package io.kalends.health.web;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/// Makes the bodies of answers that are not a success.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
final class Problems {

    private static final int LONGEST_VALUE = 80;

    private Problems() {}

    /// A problem; its `code` is stable, its texts are for people.
    ///
    /// @param path of the request
    static ProblemDetail of(HttpStatusCode status, String code, String detail, String path) {
        var problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create("urn:kalends:problem:" + code));
        problem.setTitle(title(code));
        problem.setInstance(instance(path));
        problem.setProperty("code", code);
        return problem;
    }

    /// A value from outside, fit to be repeated in a sentence.
    static String shown(String value) {
        var plain = value.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
        return "'" + (plain.length() <= LONGEST_VALUE ? plain : plain.substring(0, LONGEST_VALUE) + "…") + "'";
    }

    /// The code for a status that says everything.
    static String code(int status) {
        return switch (status) {
            case 400 -> "bad-request";
            case 403 -> "forbidden";
            case 404 -> "unknown-path";
            case 405 -> "method-not-allowed";
            case 406 -> "not-acceptable";
            case 413 -> "body-too-large";
            case 415 -> "unsupported-content-type";
            case 503 -> "unavailable";
            default -> status < 500 ? "request-refused" : "internal-error";
        };
    }

    private static String title(String code) {
        var words = code.replace('-', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static URI instance(String path) {
        try {
            return URI.create(path);
        } catch (IllegalArgumentException _) {
            return URI.create(URLEncoder.encode(path, StandardCharsets.UTF_8));
        }
    }
}
