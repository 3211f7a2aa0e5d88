package io.kalends.simulator;

import java.net.Inet6Address;
import java.net.URI;
import java.util.List;

import io.kalends.simulator.control.ControlApi;
import io.kalends.simulator.google.GoogleSide;
import io.kalends.simulator.http.HttpDoor;
import io.kalends.simulator.microsoft.MicrosoftSide;
import io.kalends.simulator.script.FaultScript;
import io.kalends.simulator.traffic.RequestLog;

/// A running simulator: the calendars and token endpoints of Google and Microsoft on one port, with everything a test
/// wants to do to them.
///
/// ```java
/// try (var simulator = ProviderSimulator.start(SimulatorSettings.defaults(clock).withSeed(7))) {
///     var anna = simulator.google().addUser("anna@example.com");
///     anna.primary().create("Planning", Span.timed(start, Duration.ofHours(1), zone));
///     var ben = simulator.microsoft().addUser("ben@example.com");
///     // point clients at simulator.googleApiUrl() and googleTokenUrl(), at graphUrl() and microsoftTokenUrl()
/// }
/// ```
public final class ProviderSimulator implements AutoCloseable {
    private final GoogleSide google;
    private final MicrosoftSide microsoft;
    private final FaultScript faults;
    private final RequestLog requests;
    private final Memory memory;
    private final HttpDoor door;
    private final String origin;

    private ProviderSimulator(SimulatorSettings settings) {
        this.memory = new Memory(settings);
        this.google = memory.google();
        this.microsoft = memory.microsoft();
        this.faults = new FaultScript(settings.seed());
        this.requests = new RequestLog(settings.requestsKept());
        var reception = new Reception(
                new ControlApi(google, microsoft, faults, requests),
                List.of(microsoft.provider(), google.provider()),
                faults,
                requests);
        this.door = HttpDoor.open(settings.address(), settings.port(), reception);
        this.origin = origin(settings, door);
        memory.keep(google, microsoft);
    }

    /// Starts listening. With a data directory that was used before, goes on where that left off: same users, events,
    /// refresh tokens, sync tokens and delta links.
    public static ProviderSimulator start(SimulatorSettings settings) {
        return new ProviderSimulator(settings);
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

    /// Base address for Microsoft's client library; ends without a slash.
    public String graphUrl() {
        return origin + "/v1.0";
    }

    /// The token endpoint of the tenant `common`; any other tenant has one too.
    public URI microsoftTokenUrl() {
        return URI.create(origin + "/common/oauth2/v2.0/token");
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

    public MicrosoftSide microsoft() {
        return microsoft;
    }

    public RequestLog requests() {
        return requests;
    }

    public FaultScript faults() {
        return faults;
    }

    /// Stops listening, opens every gate, cuts every connection, and writes the state down if it is kept.
    @Override
    public void close() {
        google.rest();
        microsoft.rest();
        faults.clear();
        door.close();
        memory.close();
    }

    private static String origin(SimulatorSettings settings, HttpDoor door) {
        var address = settings.address();
        if (address.isAnyLocalAddress()) {
            return "http://localhost:" + door.port();
        }
        var host = address.getHostAddress();
        return "http://" + (address instanceof Inet6Address ? "[" + host + "]" : host) + ":" + door.port();
    }
}
