package io.kalends.worker.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

import io.kalends.worker.http.ScriptedServer.Answer;

/// Answers for a [ScriptedServer]: good ones, and every way of breaking off.
public final class Answers {

    private Answers() {}

    public static Answer json(String body) {
        return json(200, body);
    }

    public static Answer json(int status, String body, String... headers) {
        return text(status, "application/json; charset=UTF-8", body, headers);
    }

    public static Answer html(int status, String... headers) {
        return text(status, "text/html; charset=UTF-8", "<!DOCTYPE html><title>Error</title><p>Sorry", headers);
    }

    public static Answer text(int status, String type, String body, String... headers) {
        var bytes = utf8(body);
        return (out, _) -> {
            out.write(head(
                    status, "Content-Type: " + type, "Content-Length: " + bytes.length, String.join("\r\n", headers)));
            out.write(bytes);
            return true;
        };
    }

    public static Answer redirect(int status, String to) {
        return (out, _) -> {
            out.write(head(status, "Location: " + to, "Content-Length: 0"));
            return true;
        };
    }

    public static Answer gzipped(String body) {
        return packed(gzip(utf8(body)));
    }

    public static Answer gzipCut(String body) {
        var packed = gzip(utf8(body));
        return packed(Arrays.copyOf(packed, packed.length - 12));
    }

    /// A few kilobytes that inflate to `megabytes` of a JSON string.
    public static Answer gzipBomb(int megabytes) {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(utf8("{\"summary\":\""));
            var million = "a".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < megabytes; i++) {
                gzip.write(million);
            }
            gzip.write(utf8("\"}"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed(packed.toByteArray());
    }

    private static Answer packed(byte[] bytes) {
        return (out, _) -> {
            out.write(head(
                    200,
                    "Content-Type: application/json",
                    "Content-Encoding: gzip",
                    "Content-Length: " + bytes.length));
            out.write(bytes);
            return true;
        };
    }

    /// Announces more than it sends.
    public static Answer cutShortOfItsLength(String body) {
        return (out, _) -> {
            out.write(head(200, "Content-Type: application/json", "Content-Length: " + (utf8(body).length + 50)));
            out.write(utf8(body));
            return false;
        };
    }

    /// Ends within a chunk.
    public static Answer cutInAChunk(String body) {
        return (out, _) -> {
            out.write(head(200, "Content-Type: application/json", "Transfer-Encoding: chunked"));
            out.write(utf8(Integer.toHexString(utf8(body).length + 50) + "\r\n" + body));
            return false;
        };
    }

    /// Ends between chunks, without the last one.
    public static Answer cutBetweenChunks(String body) {
        return (out, _) -> {
            out.write(head(200, "Content-Type: application/json", "Transfer-Encoding: chunked"));
            out.write(utf8(Integer.toHexString(utf8(body).length) + "\r\n" + body + "\r\n"));
            return false;
        };
    }

    /// Says no length: the end of the connection is the end of the body.
    public static Answer upToTheClose(String body) {
        return (out, _) -> {
            out.write(head(200, "Content-Type: application/json", "Connection: close"));
            out.write(utf8(body));
            return false;
        };
    }

    /// Says nothing at all until the server is closed.
    public static Answer silence() {
        return (_, server) -> {
            server.closedWithin(60_000);
            return false;
        };
    }

    /// Hangs up without a word.
    public static Answer hangUp() {
        return (_, _) -> false;
    }

    /// One byte of a long JSON text every 20 milliseconds, for as long as somebody listens.
    public static Answer drip() {
        return (out, server) -> {
            out.write(head(200, "Content-Type: application/json", "Content-Length: 100000"));
            out.write('{');
            out.flush();
            while (!server.closedWithin(20)) {
                out.write(' ');
                out.flush();
            }
            return false;
        };
    }

    /// `megabytes` of JSON, its length announced or not.
    public static Answer flood(int megabytes, boolean announced) {
        var million = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        return (out, _) -> {
            out.write(head(
                    200,
                    "Content-Type: application/json",
                    announced ? "Content-Length: " + (long) megabytes * million.length : "Connection: close"));
            for (int i = 0; i < megabytes; i++) {
                out.write(million);
            }
            return false;
        };
    }

    private static byte[] head(int status, String... headers) {
        var lines = new StringBuilder("HTTP/1.1 " + status + " As Scripted\r\n");
        for (var header : headers) {
            if (!header.isEmpty()) {
                lines.append(header).append("\r\n");
            }
        }
        return utf8(lines.append("\r\n").toString());
    }

    private static byte[] gzip(byte[] plain) {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
