package io.kalends.schemas.serde;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.apache.avro.Schema;

import io.kalends.schemas.release.SchemaText;

/// The three calls of the schema registry protocol that are needed; Confluent's registry, Karapace, Redpanda and
/// Apicurio's ccompat API speak it.
///
/// Each call has one deadline that covers the body, a cap on the answer, and follows no redirect.
///
/// @see <a href="https://docs.confluent.io/platform/current/schema-registry/develop/api.html">Schema registry API</a>
final class RegistryClient {

    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final int SCHEMA_NOT_FOUND = 40403;
    private static final int LARGEST_ANSWER = 512 * 1024;
    private static final int LONGEST_QUOTE = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final String base;
    private final Duration deadline;

    /// @param deadline how long one call may take, its answer's body included
    RegistryClient(URI registry, Duration deadline) {
        if (!Set.of("http", "https").contains(String.valueOf(registry.getScheme()))
                || registry.getHost() == null
                || registry.getRawUserInfo() != null
                || registry.getRawQuery() != null
                || registry.getRawFragment() != null) {
            // the address itself may hold a password
            throw new IllegalArgumentException(
                    "the schema registry's address must look like http://host:8081 or https://host/path,"
                            + " without user, query and fragment");
        }
        this.base = registry.toString().replaceAll("/+$", "");
        this.deadline = deadline;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(deadline)
                .build();
    }

    private record Answer(int status, String body, boolean cut) {}

    /// Registers `schema` as a version of `subject`, unless it is one already.
    ///
    /// @return the id under which the registry knows it
    int register(String subject, Schema schema) {
        return id(post("/subjects/" + encoded(subject) + "/versions", schema), subject, schema);
    }

    /// The id of a schema that somebody else has registered as a version of `subject`.
    int lookup(String subject, Schema schema) {
        return id(post("/subjects/" + encoded(subject), schema), subject, schema);
    }

    /// The schema with an id.
    ///
    /// @throws UnreadableRecordException when the registry says that there is none, or one that none of ours can be
    Schema schema(int id) {
        var answer =
                call(request("/schemas/ids/" + Integer.toUnsignedString(id)).GET());
        // any server answers 404 to a wrong path; only a registry says that the schema is what it lacks
        if (answer.status() == 404 && json(answer).path("error_code").asInt() == SCHEMA_NOT_FOUND) {
            throw new UnreadableRecordException("the schema registry knows no schema " + Integer.toUnsignedString(id));
        }
        if (answer.status() != 200) {
            throw refused("schema " + id, answer);
        }
        if (answer.cut()) {
            // not the registry's fault: waiting for a shorter schema would hold up everything behind the record
            throw new UnreadableRecordException("schema " + id + " of the registry is longer than " + LARGEST_ANSWER
                    + " bytes, none of Kalends is");
        }
        var json = json(answer);
        if (!json.path("schema").isTextual()) {
            throw new RegistryUnavailableException("the schema registry at " + base
                    + " sent something else than a schema: " + quote(answer) + "; check its address");
        }
        if (!json.path("schemaType").asText("AVRO").equals("AVRO")
                || !json.path("references").isEmpty()) {
            throw new UnreadableRecordException(
                    "schema " + id + " of the registry is not one self-contained Avro schema");
        }
        try {
            return new Schema.Parser().parse(json.path("schema").textValue());
        } catch (RuntimeException e) { // Avro has no common base class for what bad schemas lead to
            throw new UnreadableRecordException("schema " + id + " of the registry is not an Avro schema", e);
        }
    }

    private Answer post(String path, Schema schema) {
        var body = JSON.createObjectNode()
                .put("schema", SchemaText.compact(schema))
                .toString();
        return call(request(path).header("Content-Type", MEDIA_TYPE).POST(BodyPublishers.ofString(body)));
    }

    private int id(Answer answer, String subject, Schema schema) {
        if (answer.status() != 200) {
            throw refused(schema.getName() + " as " + subject, answer);
        }
        var id = json(answer).path("id");
        if (!id.canConvertToInt() || !id.isIntegralNumber()) {
            throw new RegistryUnavailableException(
                    "the schema registry at " + base + " sent no id: " + quote(answer) + "; check its address");
        }
        return id.intValue();
    }

    private RegistryUnavailableException refused(String what, Answer answer) {
        var hint = answer.status() == 404
                ? "; check its address, or register the schema, or allow kalends.schema-registry.auto-register"
                : "";
        return new RegistryUnavailableException("the schema registry at " + base + " answered " + answer.status()
                + " for " + what + ": " + quote(answer) + hint);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("Accept", MEDIA_TYPE + ", application/json");
    }

    private Answer call(HttpRequest.Builder request) {
        var answer = http.sendAsync(request.build(), head -> new CappedBody(LARGEST_ANSWER));
        try {
            var response = answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            var body = response.body();
            return new Answer(
                    response.statusCode(), new String(body, StandardCharsets.UTF_8), body.length > LARGEST_ANSWER);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new RegistryUnavailableException(
                    "the schema registry at " + base + " took longer than " + deadline.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new RegistryUnavailableException("the schema registry at " + base + " does not answer", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException("interrupted while asking the schema registry at " + base, e);
        }
    }

    private static JsonNode json(Answer answer) {
        try {
            var json = JSON.readTree(answer.body());
            return json == null ? MissingNode.getInstance() : json;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private static String quote(Answer answer) {
        var text = answer.body().replaceAll("\\p{Cntrl}", " ");
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
