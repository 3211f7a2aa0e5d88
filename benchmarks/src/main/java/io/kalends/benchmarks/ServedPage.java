package io.kalends.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import com.sun.net.httpserver.HttpServer;

import io.kalends.simulator.ProviderSimulator;
import io.kalends.simulator.SimulatorSettings;

/// A page of events as a provider sends it, once made by the simulator and then the answer to every request.
final class ServedPage implements AutoCloseable {

    /// Events on Google's page.
    static final int GOOGLES = 250;

    /// Rows on Graph's page.
    static final int GRAPHS = 100;

    static final String ANNA = "anna.keller@example.com";

    private final byte[] packed;
    private final String origin;
    private final HttpServer server;

    private ServedPage(byte[] packed, String origin, HttpServer server) {
        this.packed = packed;
        this.origin = origin;
        this.server = server;
    }

    static ServedPage ofGoogles() throws IOException, InterruptedException {
        try (var simulator = simulator()) {
            var anna = simulator.google().addUser(ANNA);
            TypicalCalendar.filling(anna.primary());
            var address = URI.create(simulator.googleApiUrl() + "calendar/v3/calendars/" + ANNA
                    + "/events?singleEvents=true&maxResults=" + GOOGLES);
            return served(HttpRequest.newBuilder(address), anna.issueAccessToken());
        }
    }

    static ServedPage ofGraphs() throws IOException, InterruptedException {
        try (var simulator = simulator()) {
            var anna = simulator.microsoft().addUser(ANNA);
            TypicalCalendar.filling(anna.primary());
            var address = URI.create(simulator.graphUrl() + "/me/calendars/"
                    + anna.primary().id() + "/calendarView/delta?startDateTime="
                    + TypicalCalendar.WINDOW.from() + "&endDateTime=" + TypicalCalendar.WINDOW.to());
            var get = HttpRequest.newBuilder(address)
                    .header("Prefer", "odata.maxpagesize=" + GRAPHS + ", IdType=\"ImmutableId\"");
            return served(get, anna.issueAccessToken());
        }
    }

    /// The body, gzipped.
    byte[] packed() {
        return packed;
    }

    /// Where it is served, without a path.
    String origin() {
        return origin;
    }

    static byte[] unpacked(byte[] packed) throws IOException {
        try (var unpacking = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return unpacking.readAllBytes();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static ProviderSimulator simulator() {
        return ProviderSimulator.start(SimulatorSettings.defaults(InstantSource.fixed(TypicalCalendar.MORNING)));
    }

    private static ServedPage served(HttpRequest.Builder get, String token) throws IOException, InterruptedException {
        var request = get.header("Authorization", "Bearer " + token).build();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var origin = "http://localhost:" + server.getAddress().getPort();
        var packed = packed(body(request).replace("http://" + request.uri().getAuthority(), origin));
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, packed.length);
            exchange.getResponseBody().write(packed);
            exchange.close();
        });
        server.start();
        return new ServedPage(packed, origin, server);
    }

    private static String body(HttpRequest request) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("the simulator answered " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        }
    }

    private static byte[] packed(String body) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var packing = new GZIPOutputStream(packed)) {
            packing.write(body.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }
}
