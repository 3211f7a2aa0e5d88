package io.kalends.worker.http;

import java.net.URLEncoder;
import java.util.Map;
import java.util.stream.Collectors;

import static java.nio.charset.StandardCharsets.UTF_8;

/// A form with secrets in it. Given to a client as fields it would be in the log of whoever debugs the client.
final class FormBody {

    private FormBody() {}

    /// The fields as `application/x-www-form-urlencoded`.
    static byte[] encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field ->
                        URLEncoder.encode(field.getKey(), UTF_8) + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"))
                .getBytes(UTF_8);
    }
}
