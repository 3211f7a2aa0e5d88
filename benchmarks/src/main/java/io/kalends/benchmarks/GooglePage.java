package io.kalends.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;

import com.sun.net.httpserver.HttpServer;

import io.kalends.simulator.ProviderSimulator;
import io.kalends.simulator.SimulatorSettings;

/// A page of 250 events as Google sends it, once made by the simulator and then the answer to every request.
final class GooglePage implements AutoCloseable {

    static final int EVENTS = 250;
    static final String CALENDAR = "anna.keller@example.com";

    private final byte[] packed;
    private final HttpServer server;

    private GooglePage(byte[] packed, HttpServer server) {
        this.packed = packed;
        this.server = server;
    }

    static GooglePage served() throws IOException, InterruptedException {
        var packed = made();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, packed.length);
            exchange.getResponseBody().write(packed);
            exchange.close();
        });
        server.start();
        return new GooglePage(packed, server);
    }

    /// The body, gzipped.
    byte[] packed() {
        return packed;
    }

    /// Where it is served, ending in a slash.
    String root() {
        return "http://localhost:" + server.getAddress().getPort() + "/";
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static byte[] made() throws IOException, InterruptedException {
        var clock = InstantSource.fixed(TypicalCalendar.MORNING);
        try (var simulator = ProviderSimulator.start(SimulatorSettings.defaults(clock));
                var client = HttpClient.newHttpClient()) {
            var anna = simulator.google().addUser(CALENDAR);
            TypicalCalendar.filling(anna.primary());
            var address = URI.create(simulator.googleApiUrl() + "calendar/v3/calendars/" + CALENDAR
                    + "/events?singleEvents=true&maxResults=" + EVENTS);
            var request = HttpRequest.newBuilder(address)
                    .header("Accept-Encoding", "gzip")
                    .header("Authorization", "Bearer " + anna.issueAccessToken())
                    .build();
            return client.send(request, BodyHandlers.ofByteArray()).body();
        }
    }
}
