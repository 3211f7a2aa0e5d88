package io.kalends.worker.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

import org.jspecify.annotations.Nullable;

/// The body of an answer, inflated and known to be one whole JSON object.
public final class JsonBody {

    private final @Nullable String contentType;
    private final @Nullable String encoding;
    private final byte[] bytes;

    /// @param contentType as the answer names it, null when it names none
    /// @param encoding the content encoding, null when it names none
    /// @param bytes as sent
    public JsonBody(@Nullable String contentType, @Nullable String encoding, byte[] bytes) {
        this.contentType = contentType;
        this.encoding = encoding;
        this.bytes = bytes;
    }

    /// Reads `stream` to its end.
    ///
    /// @throws UnreadableAnswerException when it is cut short or longer than allowed
    public static byte[] whole(InputStream stream, CallLimits limits) throws UnreadableAnswerException {
        try {
            var bytes = stream.readNBytes(limits.bodyBytes());
            if (bytes.length == limits.bodyBytes() && stream.read() >= 0) {
                throw cutOrTooLong(limits);
            }
            return bytes;
        } catch (UnreadableAnswerException e) {
            throw e;
        } catch (IOException _) {
            throw cutOrTooLong(limits);
        }
    }

    static UnreadableAnswerException cutOrTooLong(CallLimits limits) {
        return new UnreadableAnswerException(
                "the answer was cut short or is longer than " + limits.bodyBytes() + " bytes");
    }

    /// The JSON. An answer that reports a failure may come without any: nothing is returned then.
    ///
    /// @throws UnreadableAnswerException when an answer that reports success is without usable JSON
    public byte[] json(int status, CallLimits limits) throws UnreadableAnswerException {
        try {
            requireJson();
            var json = inflated(limits.bodyBytes());
            JsonShape.check(json, limits.jsonDepth());
            return json;
        } catch (UnreadableAnswerException e) {
            if (status / 100 == 2) {
                throw e;
            }
            return new byte[0];
        }
    }

    private void requireJson() throws UnreadableAnswerException {
        var type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        var media = type.contains(";") ? type.substring(0, type.indexOf(';')) : type;
        if (!media.strip().equals("application/json")) {
            throw new UnreadableAnswerException(
                    media.isBlank() ? "the answer has no content type" : "the answer is not JSON by its content type");
        }
    }

    private byte[] inflated(int most) throws UnreadableAnswerException {
        var packing = encoding == null ? "" : encoding.strip().toLowerCase(Locale.ROOT);
        return switch (packing) {
            case "identity", "" -> bytes;
            case "gzip", "x-gzip" -> gunzipped(most);
            default -> throw new UnreadableAnswerException("the answer is packed in a way nobody asked for");
        };
    }

    private byte[] gunzipped(int most) throws UnreadableAnswerException {
        try (var unpacking = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
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
