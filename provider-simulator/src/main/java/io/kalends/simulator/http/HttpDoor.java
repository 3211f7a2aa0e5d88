package io.kalends.simulator.http;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Listens on one address and gives every connection a virtual thread.
public final class HttpDoor implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HttpDoor.class.getName());
    private static final int BACKLOG = 1024;

    private final ServerSocket server;
    private final Handler handler;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private HttpDoor(ServerSocket server, Handler handler) {
        this.server = server;
        this.handler = handler;
    }

    /// Opens the door.
    ///
    /// @param port 0 for any free one
    public static HttpDoor open(InetAddress address, int port, Handler handler) {
        try {
            var server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(address, port), BACKLOG);
            var door = new HttpDoor(server, handler);
            Thread.ofVirtual().name("simulator-door").start(door::welcome);
            return door;
        } catch (IOException taken) {
            throw new UncheckedIOException(
                    "cannot listen on " + address.getHostAddress() + ":" + port
                            + "; choose another port, or 0 for any free one",
                    taken);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    /// Stops listening and cuts every connection.
    @Override
    public void close() {
        quietly(server);
        open.forEach(HttpDoor::quietly);
    }

    private void welcome() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().name("simulator-connection").start(() -> serve(socket));
            } catch (IOException closed) {
                LOG.log(System.Logger.Level.DEBUG, "the door is closing", closed);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream());
            var out = new BufferedOutputStream(socket.getOutputStream());
            converse(new RequestReader(in, out), new AnswerWriter(in, out), out);
        } catch (IOException clientLeft) {
            LOG.log(System.Logger.Level.DEBUG, "a client left", clientLeft);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private void converse(RequestReader requests, AnswerWriter answers, OutputStream out)
            throws IOException, InterruptedException {
        try {
            var keepAlive = true;
            while (keepAlive) {
                var request = requests.next();
                keepAlive = request != null
                        && answers.send(answer(request), !"close".equalsIgnoreCase(request.header("connection")));
            }
        } catch (RequestReader.MalformedRequest malformed) {
            answers.send(Answer.text(400, "text/plain; charset=UTF-8", String.valueOf(malformed.getMessage())), false);
        }
        out.flush();
    }

    private Answer answer(Request request) throws InterruptedException {
        try {
            return handler.answer(request);
        } catch (RuntimeException defect) {
            LOG.log(System.Logger.Level.ERROR, "the simulator failed on " + request.path(), defect);
            return Answer.text(500, "text/plain; charset=UTF-8", "simulator defect: " + defect);
        }
    }

    private static void quietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception alreadyGone) {
            LOG.log(System.Logger.Level.DEBUG, "closed already", alreadyGone);
        }
    }

    /// Answers requests; runs on the connection's own thread and may block it.
    @FunctionalInterface
    public interface Handler {
        Answer answer(Request request) throws InterruptedException;
    }
}
