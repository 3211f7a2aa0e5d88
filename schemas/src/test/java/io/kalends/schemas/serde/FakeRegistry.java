package io.kalends.schemas.serde;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;

/// As much of a schema registry as clients use: ids count from 1, equal schemas share one, a subject holds versions.
/// Keeps a list of what was asked.
final class FakeRegistry implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    final List<String> calls = new CopyOnWriteArrayList<>();

    private final List<String> schemas = new ArrayList<>();
    private final Map<String, List<Integer>> subjects = new LinkedHashMap<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile @Nullable HttpHandler trouble;

    FakeRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// Adds a schema under no subject at all.
    synchronized int add(String schema) {
        if (!schemas.contains(schema)) {
            schemas.add(schema);
        }
        return schemas.indexOf(schema) + 1;
    }

    synchronized List<Integer> versions(String subject) {
        return List.copyOf(subjects.getOrDefault(subject, List.of()));
    }

    /// From now on every call is answered by `handler`; null ends the trouble.
    void trouble(@Nullable HttpHandler handler) {
        trouble = handler;
    }

    static void answer(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        calls.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        var now = trouble;
        if (now != null) {
            now.handle(exchange);
            return;
        }
        var path = exchange.getRequestURI().getPath().split("/", -1);
        if (path[1].equals("schemas")) {
            sendSchema(exchange, Integer.parseInt(path[3]));
        } else {
            sendId(
                    exchange,
                    path[2],
                    path.length > 3,
                    body(exchange).path("schema").textValue());
        }
    }

    private synchronized void sendSchema(HttpExchange exchange, int id) throws IOException {
        if (id < 1 || id > schemas.size()) {
            answer(exchange, 404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
            return;
        }
        answer(
                exchange,
                200,
                JSON.createObjectNode().put("schema", schemas.get(id - 1)).toString());
    }

    private synchronized void sendId(HttpExchange exchange, String subject, boolean register, String schema)
            throws IOException {
        var versions = subjects.computeIfAbsent(subject, name -> new ArrayList<>());
        if (register) {
            int id = add(schema);
            if (!versions.contains(id)) {
                versions.add(id);
            }
        }
        int id = schemas.indexOf(schema) + 1;
        if (versions.contains(id)) {
            answer(exchange, 200, "{\"subject\":\"" + subject + "\",\"id\":" + id + "}");
        } else {
            answer(exchange, 404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
        }
    }

    private static JsonNode body(HttpExchange exchange) {
        try {
            return JSON.readTree(exchange.getRequestBody());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
