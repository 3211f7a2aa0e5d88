package io.kalends.worker.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Locale;
import java.util.Set;

import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;

/// One request of Google's client, put into the JDK's words.
final class JsonRequest extends LowLevelHttpRequest {

    /// Sends a request and waits for the whole answer.
    @FunctionalInterface
    interface Line {
        LowLevelHttpResponse call(HttpRequest request) throws IOException;
    }

    private static final Set<String> SET_BY_US =
            Set.of("accept", "accept-encoding", "connection", "content-length", "expect", "host", "upgrade");

    private final String method;
    private final HttpRequest.Builder request;
    private final Line line;

    JsonRequest(String method, URI address, Line line) {
        this.method = method;
        this.line = line;
        request = HttpRequest.newBuilder(address)
                .header("Accept", "application/json")
                .header("Accept-Encoding", "gzip");
    }

    /// @throws IllegalArgumentException without the value, which may be a secret
    @Override
    @SuppressWarnings("UnusedException") // its message quotes the value
    public void addHeader(String name, String value) {
        if (SET_BY_US.contains(name.toLowerCase(Locale.ROOT))) {
            return;
        }
        try {
            request.header(name, value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "header " + ProviderText.line(name) + " has a value that cannot be sent");
        }
    }

    @Override
    public LowLevelHttpResponse execute() throws IOException {
        if (getContentType() != null) {
            request.header("Content-Type", getContentType());
        }
        if (getContentEncoding() != null) {
            request.header("Content-Encoding", getContentEncoding());
        }
        return line.call(request.method(method, body()).build());
    }

    private BodyPublisher body() throws IOException {
        if (getStreamingContent() == null) {
            return BodyPublishers.noBody();
        }
        var bytes = new ByteArrayOutputStream();
        getStreamingContent().writeTo(bytes);
        return BodyPublishers.ofByteArray(bytes.toByteArray());
    }
}
