package io.kalends.cli.api;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

import io.kalends.cli.shell.Trouble;

/// Asks health-api. Answers are its JSON as it is.
public final class HealthApi implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TO_CONNECT = Duration.ofSeconds(5);
    private static final Duration TO_ANSWER = Duration.ofSeconds(30);

    private final URI root;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TO_CONNECT)
            .build();

    /// @param root without a slash at the end
    public HealthApi(URI root) {
        this.root = root;
    }

    public URI root() {
        return root;
    }

    /// What is at `path`.
    ///
    /// @param query parameters; those whose value is null are left out
    public JsonNode get(String path, Map<String, ? extends @Nullable Object> query) {
        return ask(request(path + query(query)).GET().build()).body();
    }

    /// What is at `path`.
    public JsonNode get(String path) {
        return get(path, Map.of());
    }

    /// What is at `path`; null when this server has no such path, because it is older.
    public @Nullable JsonNode getIfKnown(String path, Map<String, ? extends @Nullable Object> query) {
        try {
            return get(path, query);
        } catch (Trouble trouble) {
            if (isUnknownPath(trouble.status(), trouble.code())) {
                return null;
            }
            throw trouble;
        }
    }

    public Answer post(String path, JsonNode body) {
        return ask(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    public Answer delete(String path) {
        return ask(request(path).DELETE().build());
    }

    /// One part of a path.
    public static String part(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(root + path))
                .timeout(TO_ANSWER)
                .header("Accept", "application/json, application/problem+json");
    }

    private static String query(Map<String, ? extends @Nullable Object> query) {
        var text = query.entrySet().stream()
                .filter(entry -> entry.getValue() != null)
                .map(entry -> entry.getKey() + "=" + part(String.valueOf(entry.getValue())))
                .sorted()
                .collect(Collectors.joining("&"));
        return text.isEmpty() ? "" : "?" + text;
    }

    private Answer ask(HttpRequest request) {
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            var body = parse(answer);
            if (answer.statusCode() >= 300) {
                throw refusal(answer, body);
            }
            return new Answer(answer.statusCode(), body);
        } catch (HttpTimeoutException e) {
            throw new Trouble(
                    "No answer",
                    root + " did not answer within " + TO_ANSWER.toSeconds() + " s",
                    "look at its log; try again");
        } catch (ConnectException e) {
            throw new Trouble(
                    "Nothing answers",
                    "there is no health-api at " + root,
                    "start it (./kalends demo starts everything), or say where it is with --url or KALENDS_URL");
        } catch (IOException e) {
            throw new Trouble("No answer", root + " broke off: " + e.getMessage(), "is it health-api? try again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Trouble("Stopped", "while waiting for " + root, null);
        }
    }

    private JsonNode parse(HttpResponse<String> answer) {
        try {
            return answer.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            if (answer.statusCode() >= 300) {
                return JSON.createObjectNode();
            }
            throw new Trouble("Not understood", root + " answers something that is no JSON", "is it health-api?");
        }
    }

    private Trouble refusal(HttpResponse<String> answer, JsonNode problem) {
        int status = answer.statusCode();
        var code = problem.path("code").asText("");
        if (isUnknownPath(status, code)) {
            return new Trouble(
                    "Older server",
                    root + " has no " + answer.request().method() + " "
                            + answer.request().uri().getPath() + ": it is older than this command line",
                    "update health-api, or use the command line of its version",
                    "unknown-path",
                    status);
        }
        var detail = problem.path("detail").asText("it answered " + status + " without saying why");
        var wait = answer.headers().firstValue("Retry-After").orElse(null);
        return new Trouble(
                problem.path("title").asText("Refused with " + status),
                detail,
                advice(status, code, wait),
                code.isEmpty() ? null : code,
                status);
    }

    private static @Nullable String advice(int status, String code, @Nullable String wait) {
        if (wait != null) {
            return "try again in " + wait + " s";
        }
        return switch (code) {
            case "unknown-field", "unknown-verb", "missing-field" ->
                "this server may be older than this command line; update health-api";
            case "unknown-connection" -> "./kalends connections list shows which there are";
            default -> status >= 500 ? "look at the log of health-api" : null;
        };
    }

    private static boolean isUnknownPath(int status, @Nullable String code) {
        return (status == 404 || status == 405)
                && (code == null || code.isEmpty() || code.equals("unknown-path") || code.equals("method-not-allowed"));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
