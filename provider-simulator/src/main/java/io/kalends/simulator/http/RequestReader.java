package io.kalends.simulator.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// Reads one request after the other from a connection.
final class RequestReader {
    private static final int LONGEST_LINE = 256 * 1024;
    private static final int LARGEST_BODY = 16 * 1024 * 1024;

    private final InputStream in;
    private final OutputStream out;

    RequestReader(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /// The next request, or null when the client has closed the connection between two.
    @Nullable
    Request next() throws IOException {
        var start = line();
        while (start != null && start.isEmpty()) {
            start = line();
        }
        if (start == null) {
            return null;
        }
        var words = start.split(" ", -1);
        if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
            throw new MalformedRequest("request line \"" + start + "\"");
        }
        var headers = headers();
        if (words[2].equals("HTTP/1.0")) {
            headers.putIfAbsent("connection", "close");
        }
        return Request.received(words[0], path(words[1]), headers, body(headers));
    }

    /// A request through a proxy names the whole address.
    private static String path(String target) {
        if (target.startsWith("/")) {
            return target;
        }
        var host = target.indexOf("://");
        var slash = host < 0 ? -1 : target.indexOf('/', host + 3);
        return slash < 0 ? "/" : target.substring(slash);
    }

    private Map<String, String> headers() throws IOException {
        var headers = new HashMap<String, String>();
        for (var line = needLine(); !line.isEmpty(); line = needLine()) {
            var colon = line.indexOf(':');
            if (colon < 1) {
                throw new MalformedRequest("header line \"" + line + "\"");
            }
            headers.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (first, second) -> first + ", " + second);
        }
        return headers;
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        var length = headers.get("content-length");
        var chunked = "chunked".equalsIgnoreCase(headers.get("transfer-encoding"));
        if (length == null && !chunked) {
            return new byte[0];
        }
        if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
        return chunked ? chunks() : exactly(size(length == null ? "" : length, 10));
    }

    private byte[] chunks() throws IOException {
        var whole = new ByteArrayOutputStream();
        for (var size = chunkSize(); size > 0; size = chunkSize()) {
            whole.writeBytes(exactly(size));
            needLine();
            if (whole.size() > LARGEST_BODY) {
                throw new MalformedRequest("body over " + LARGEST_BODY + " bytes");
            }
        }
        while (!needLine().isEmpty()) {
            // trailers say nothing we need
        }
        return whole.toByteArray();
    }

    private int chunkSize() throws IOException {
        var line = needLine();
        var extension = line.indexOf(';');
        return size(extension < 0 ? line : line.substring(0, extension), 16);
    }

    private static int size(String text, int radix) throws MalformedRequest {
        try {
            var size = Integer.parseInt(text.strip(), radix);
            if (size >= 0 && size <= LARGEST_BODY) {
                return size;
            }
        } catch (NumberFormatException notANumber) {
            // told below, together with what is out of bounds
        }
        throw new MalformedRequest("size \"" + text + "\"");
    }

    private byte[] exactly(int length) throws IOException {
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the client closed the connection in the middle of a body");
        }
        return bytes;
    }

    private String needLine() throws IOException {
        var line = line();
        if (line == null) {
            throw new EOFException("the client closed the connection in the middle of a request");
        }
        return line;
    }

    private @Nullable String line() throws IOException {
        var bytes = new ByteArrayOutputStream(128);
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return null;
            }
            if (bytes.size() > LONGEST_LINE) {
                throw new MalformedRequest("line over " + LONGEST_LINE + " bytes");
            }
            bytes.write(next);
        }
        var line = bytes.toString(StandardCharsets.UTF_8);
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    /// What came is not HTTP/1.1.
    static final class MalformedRequest extends IOException {
        private static final long serialVersionUID = 1;

        MalformedRequest(String what) {
            super("cannot read " + what);
        }
    }
}
