package io.kalends.simulator.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import org.jspecify.annotations.Nullable;

/// A request as it was meant: the body is already unzipped, and `X-HTTP-Method-Override` has been obeyed.
public final class Request {
    private final String method;
    private final String path;
    private final String query;
    private final Map<String, String> headers;
    private final byte[] body;

    /// @param headers names in lower case
    Request(String method, String target, Map<String, String> headers, byte[] body) {
        var mark = target.indexOf('?');
        this.method = method;
        this.path = mark < 0 ? target : target.substring(0, mark);
        this.query = mark < 0 ? "" : target.substring(mark + 1);
        this.headers = Map.copyOf(headers);
        this.body = body;
    }

    /// What came over the wire, as the caller meant it.
    ///
    /// A long GET travels as a POST whose form body is the query; this undoes it.
    ///
    /// @throws IOException if the body says it is gzip and is not
    static Request received(String method, String target, Map<String, String> headers, byte[] body) throws IOException {
        var plain = "gzip".equalsIgnoreCase(headers.get("content-encoding")) ? unzipped(body) : body;
        var meant = headers.get("x-http-method-override");
        if (meant == null || !method.equals("POST")) {
            return new Request(method, target, headers, plain);
        }
        if (!meant.equalsIgnoreCase("GET") || plain.length == 0) {
            return new Request(meant.toUpperCase(Locale.ROOT), target, headers, plain);
        }
        var form = new String(plain, StandardCharsets.UTF_8);
        return new Request("GET", target + (target.contains("?") ? "&" : "?") + form, headers, new byte[0]);
    }

    public String method() {
        return method;
    }

    /// The path as it was sent, still percent-encoded.
    public String path() {
        return path;
    }

    /// The path cut at the slashes and decoded; `/a/b%2Fc` is `a` and `b/c`.
    public String[] segments() {
        return Stream.of(path.split("/", -1))
                .filter(part -> !part.isEmpty())
                .map(Request::decoded)
                .toArray(String[]::new);
    }

    public Parameters query() {
        return Parameters.parse(query);
    }

    /// The body read as `application/x-www-form-urlencoded`.
    public Parameters form() {
        return Parameters.parse(text());
    }

    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return segment;
        }
    }

    private static byte[] unzipped(byte[] body) throws IOException {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return gzip.readAllBytes();
        }
    }
}
