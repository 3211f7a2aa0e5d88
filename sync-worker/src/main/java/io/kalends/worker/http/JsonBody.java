package io.kalends.worker.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/// The body of an answer, inflated and known to be one whole JSON object.
final class JsonBody {

    private JsonBody() {}

    /// The JSON in `answer`. An answer that reports a failure may come without any: nothing is returned then.
    ///
    /// @throws UnreadableAnswerException when `answer` reports success without usable JSON
    static byte[] of(HttpResponse<byte[]> answer, CallLimits limits) throws UnreadableAnswerException {
        try {
            requireJson(answer.headers());
            var json = inflated(answer, limits.bodyBytes());
            JsonShape.check(json, limits.jsonDepth());
            return json;
        } catch (UnreadableAnswerException e) {
            if (answer.statusCode() / 100 == 2) {
                throw e;
            }
            return new byte[0];
        }
    }

    private static void requireJson(HttpHeaders headers) throws UnreadableAnswerException {
        var type = headers.firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        var media = type.contains(";") ? type.substring(0, type.indexOf(';')) : type;
        if (!media.strip().equals("application/json")) {
            throw new UnreadableAnswerException(
                    media.isBlank() ? "the answer has no content type" : "the answer is not JSON by its content type");
        }
    }

    private static byte[] inflated(HttpResponse<byte[]> answer, int most) throws UnreadableAnswerException {
        var encoding = answer.headers().firstValue("Content-Encoding").orElse("identity");
        return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
            case "identity", "" -> answer.body();
            case "gzip", "x-gzip" -> gunzipped(answer.body(), most);
            default -> throw new UnreadableAnswerException("the answer is packed in a way nobody asked for");
        };
    }

    private static byte[] gunzipped(byte[] packed, int most) throws UnreadableAnswerException {
        try (var unpacking = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            var json = unpacking.readNBytes(most);
            if (unpacking.read() >= 0) {
                throw new UnreadableAnswerException("the answer inflates to more than " + most + " bytes");
            }
            return json;
        } catch (UnreadableAnswerException e) {
            throw e;
        } catch (IOException _) {
            throw new UnreadableAnswerException("the answer was cut short or is not gzip");
        }
    }
}
