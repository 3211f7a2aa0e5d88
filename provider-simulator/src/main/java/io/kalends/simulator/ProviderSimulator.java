package io.kalends.simulator;

import java.net.Inet6Address;
import java.net.URI;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.control.ControlApi;
import io.kalends.simulator.google.GoogleSide;
import io.kalends.simulator.http.HttpDoor;
import io.kalends.simulator.keep.Keeper;
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
    private final @Nullable Keeper<GoogleSide.Image> keeper;
    private final HttpDoor door;
    private final String origin;

    private ProviderSimulator(SimulatorSettings settings, GoogleSide google) {
        var directory = settings.dataDirectory();
        this.google = google;
        this.faults = new FaultScript(settings.seed());
        this.requests = new RequestLog(settings.requestsKept());
        var reception = new Reception(
                new ControlApi(google, faults, requests),
                google.provider(),
                new FaultyExchange(faults, google.provider()),
                requests);
        this.door = HttpDoor.open(settings.address(), settings.port(), reception);
        this.origin = origin(settings, door);
        this.keeper = directory == null
                ? null
                : Keeper.keep(directory, GoogleSide.Image.class, google::image, settings.saveEvery());
    }

    /// Starts listening. With a data directory that was used before, goes on where that left off: same users, events,
    /// refresh tokens and sync tokens.
    public static ProviderSimulator start(SimulatorSettings settings) {
        var directory = settings.dataDirectory();
        var google = (directory == null
                        ? Optional.<GoogleSide.Image>empty()
                        : Keeper.kept(directory, GoogleSide.Image.class))
                .map(image -> GoogleSide.restored(image, settings.google(), settings.clock()))
                .orElseGet(() ->
                        GoogleSide.empty(settings.seed(), settings.google(), settings.clock(), settings.seriesReach()));
        return new ProviderSimulator(settings, google);
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

    /// Stops listening, opens every gate, cuts every connection, and writes the state down if it is kept.
    @Override
    public void close() {
        google.rest();
        faults.clear();
        door.close();
        if (keeper != null) {
            keeper.close();
        }
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
