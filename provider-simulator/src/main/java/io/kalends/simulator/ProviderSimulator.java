package io.kalends.simulator;

import java.net.Inet6Address;
import java.net.URI;

import io.kalends.simulator.google.GoogleSide;
import io.kalends.simulator.http.HttpDoor;
import io.kalends.simulator.script.FaultScript;
import io.kalends.simulator.script.FaultyExchange;
import io.kalends.simulator.traffic.RequestLog;

/// A running simulator: Google's calendar and token endpoint on one port, with everything a test wants to do to them.
///
/// ```java
/// try (var simulator = ProviderSimulator.start(SimulatorSettings.defaults(clock).withSeed(7))) {
///     var anna = simulator.google().addUser("anna@example.com");
///     anna.primary().create("Planning", Span.timed(start, Duration.ofHours(1), zone));
///     // point a client at simulator.googleApiUrl() and simulator.googleTokenUrl()
/// }
/// ```
public final class ProviderSimulator implements AutoCloseable {
    private final GoogleSide google;
    private final FaultScript faults;
    private final RequestLog requests;
    private final HttpDoor door;
    private final String origin;

    private ProviderSimulator(
            GoogleSide google, FaultScript faults, RequestLog requests, HttpDoor door, String origin) {
        this.google = google;
        this.faults = faults;
        this.requests = requests;
        this.door = door;
        this.origin = origin;
    }

    /// Starts listening.
    public static ProviderSimulator start(SimulatorSettings settings) {
        var google = GoogleSide.empty(settings.seed(), settings.google(), settings.clock(), settings.seriesReach());
        var faults = new FaultScript(settings.seed());
        var requests = new RequestLog(settings.requestsKept());
        var exchange = new FaultyExchange(faults, google.provider());
        HttpDoor.Handler control = request -> io.kalends.simulator.http.Answer.empty(404);
        var reception = new Reception(control, google.provider(), exchange, requests);
        var door = HttpDoor.open(settings.address(), settings.port(), reception);
        return new ProviderSimulator(google, faults, requests, door, origin(settings, door));
    }

    /// Root address for Google's client library; ends with a slash.
    public String googleApiUrl() {
        return origin + "/";
    }

    public URI googleTokenUrl() {
        return URI.create(origin + "/token");
    }

    public URI googleRevokeUrl() {
        return URI.create(origin + "/revoke");
    }

    /// Where the control API begins; ends with a slash.
    public URI controlUrl() {
        return URI.create(origin + "/control/");
    }

    public int port() {
        return door.port();
    }

    public GoogleSide google() {
        return google;
    }

    public RequestLog requests() {
        return requests;
    }

    public FaultScript faults() {
        return faults;
    }

    /// Stops listening, opens every gate, and cuts every connection.
    @Override
    public void close() {
        faults.clear();
        door.close();
    }

    private static String origin(SimulatorSettings settings, HttpDoor door) {
        var address = settings.address();
        var host = address.isAnyLocalAddress() ? "localhost" : address.getHostAddress();
        return "http://" + (address instanceof Inet6Address && !address.isAnyLocalAddress() ? "[" + host + "]" : host)
                + ":" + door.port();
    }
}
