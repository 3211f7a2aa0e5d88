package io.kalends.worker.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/// A server on the loopback address that answers byte for byte what it is told, one answer per request; the last one
/// is repeated.
public final class ScriptedServer implements AutoCloseable {

    /// One request as it came.
    public record Seen(String method, String target, Map<String, String> headers, String body) {

        public String query() {
            return target.contains("?") ? target.substring(target.indexOf('?') + 1) : "";
        }

        public @Nullable String header(String name) {
            return headers.get(name.toLowerCase(Locale.ROOT));
        }
    }

    /// Writes one answer.
    @FunctionalInterface
    public interface Answer {

        /// @return true when the connection stays open for another request
        boolean write(OutputStream out, ScriptedServer server) throws IOException, InterruptedException;
    }

    private final ServerSocket socket;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ConcurrentLinkedQueue<Answer> script = new ConcurrentLinkedQueue<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    public ScriptedServer(Answer... answers) {
        script.addAll(List.of(answers));
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public URI root() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
    }

    public List<Seen> seen() {
        return seen;
    }

    public Seen onlyOne() {
        if (seen.size() != 1) {
            throw new AssertionError("expected one request, not " + seen);
        }
        return seen.getFirst();
    }

    public int connections() {
        return connections.get();
    }

    /// Waits until the server is closed, but no longer than `millis`.
    ///
    /// @return true when it was closed
    boolean closedWithin(long millis) throws InterruptedException {
        return closed.await(millis, TimeUnit.MILLISECONDS);
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                var connection = socket.accept();
                connections.incrementAndGet();
                open.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            var in = new BufferedInputStream(connection.getInputStream());
            var out = connection.getOutputStream();
            var stays = true;
            while (stays && read(in)) {
                var answer = script.size() > 1 ? script.poll() : script.peek();
                stays = answer != null && answer.write(out, this);
                out.flush();
            }
        } catch (IOException | InterruptedException _) {
            // The client went away, which is what some tests are about.
        }
    }

    private boolean read(InputStream in) throws IOException {
        var first = line(in);
        if (first.isEmpty()) {
            return false;
        }
        var headers = new TreeMap<String, String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            var colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        var length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        var body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        var words = List.of(first.split(" "));
        seen.add(new Seen(words.get(0), words.get(1), headers, body));
        return true;
    }

    private static String line(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                bytes.write(b);
            }
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            socket.close();
            for (var connection : open) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
