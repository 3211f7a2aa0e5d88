package io.kalends.simulator.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;

/// Puts answers on a connection, whole or broken.
final class AnswerWriter {
    private static final Map<Integer, String> PHRASES = Map.ofEntries(
            Map.entry(200, "OK"),
            Map.entry(201, "Created"),
            Map.entry(202, "Accepted"),
            Map.entry(204, "No Content"),
            Map.entry(302, "Found"),
            Map.entry(304, "Not Modified"),
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(410, "Gone"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"));

    private final InputStream in;
    private final OutputStream out;

    AnswerWriter(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /// Sends `answer`.
    ///
    /// @return whether the connection can carry another request
    boolean send(Answer answer, boolean keepAlive) throws IOException, InterruptedException {
        var payload = answer.payload();
        if (payload != null) {
            return stream(answer, payload, keepAlive);
        }
        return switch (answer.delivery()) {
            case Delivery.Whole() -> whole(answer, keepAlive);
            case Delivery.Cut(var framing, var bytes) -> cut(answer, framing, bytes, keepAlive);
            case Delivery.Drip drip -> drip(answer, drip, keepAlive);
            case Delivery.Silence() -> waitForTheClientToLeave();
            case Delivery.HangUp() -> false;
        };
    }

    private boolean whole(Answer answer, boolean keepAlive) throws IOException {
        head(answer, length(answer, answer.length()), keepAlive);
        out.write(answer.body());
        out.flush();
        return keepAlive;
    }

    private boolean cut(Answer answer, Delivery.Framing framing, int bytes, boolean keepAlive) throws IOException {
        var body = answer.body();
        var kept = Math.clamp(bytes, 0, body.length);
        switch (framing) {
            case RIGHT_LENGTH -> head(answer, length(answer, kept), keepAlive);
            case WRONG_LENGTH -> head(answer, length(answer, Math.max(body.length, kept + 1)), true);
            case CHUNKED -> head(answer, "Transfer-Encoding: chunked\r\n", true);
            case UNTIL_CLOSE -> head(answer, "", false);
        }
        if (framing == Delivery.Framing.CHUNKED && kept > 0) {
            new Chunks(out).write(body, 0, kept);
        } else {
            out.write(body, 0, kept);
        }
        out.flush();
        return keepAlive && framing == Delivery.Framing.RIGHT_LENGTH;
    }

    private boolean drip(Answer answer, Delivery.Drip drip, boolean keepAlive)
            throws IOException, InterruptedException {
        var body = answer.body();
        head(answer, length(answer, body.length), keepAlive);
        out.flush();
        for (var from = 0; from < body.length; from += drip.bytes()) {
            Thread.sleep(drip.every());
            out.write(body, from, Math.min(drip.bytes(), body.length - from));
            out.flush();
        }
        return keepAlive;
    }

    private boolean stream(Answer answer, Answer.Payload payload, boolean keepAlive) throws IOException {
        head(answer, "Transfer-Encoding: chunked\r\n", keepAlive);
        payload.writeTo(new Chunks(out));
        out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return keepAlive;
    }

    private boolean waitForTheClientToLeave() throws IOException {
        while (in.read() >= 0) {
            // whatever else it says is not heard either
        }
        return false;
    }

    private void head(Answer answer, String framing, boolean keepAlive) throws IOException {
        var head = new StringBuilder("HTTP/1.1 ")
                .append(answer.status())
                .append(' ')
                .append(PHRASES.getOrDefault(answer.status(), "Status"))
                .append("\r\n");
        answer.headers()
                .forEach((name, value) -> head.append(name)
                        .append(": ")
                        .append(value.replaceAll("[\\r\\n]", " "))
                        .append("\r\n"));
        out.write(head.append(framing)
                .append(keepAlive ? "" : "Connection: close\r\n")
                .append("\r\n")
                .toString()
                .getBytes(StandardCharsets.UTF_8));
    }

    private static String length(Answer answer, int bytes) {
        return answer.status() == 204 || answer.status() == 304 ? "" : "Content-Length: " + bytes + "\r\n";
    }

    /// Each write becomes a chunk.
    private static final class Chunks extends OutputStream {
        private final OutputStream out;

        Chunks(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (length > 0) {
                var size = HexFormat.of().toHexDigits(length) + "\r\n";
                out.write(size.getBytes(StandardCharsets.ISO_8859_1));
                out.write(bytes, from, length);
                out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
            }
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }
}
