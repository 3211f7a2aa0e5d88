package io.kalends.allinone;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.kalends.simulator.ProviderSimulator;
import io.kalends.simulator.side.ProviderSide;
import io.kalends.simulator.traffic.Vendor;

/// The providers that are played here.
///
/// @param played which of the simulator's sides are used
record Simulation(ProviderSimulator simulator, Set<Vendor> played) {

    /// Where the worker finds them, as its settings.
    Map<String, String> addresses() {
        var addresses = new HashMap<String, String>();
        if (played.contains(Vendor.GOOGLE)) {
            addresses.put("kalends.google.api-url", simulator.googleApiUrl());
            addresses.put("kalends.google.token-url", simulator.googleTokenUrl().toString());
            addresses.put(
                    "kalends.google.revoke-url", simulator.googleRevokeUrl().toString());
        }
        if (played.contains(Vendor.MICROSOFT)) {
            addresses.put("kalends.microsoft.graph-url", simulator.graphUrl());
            addresses.put(
                    "kalends.microsoft.token-url", simulator.microsoftTokenUrl().toString());
        }
        return addresses;
    }

    ProviderSide<?> side(Vendor vendor) {
        return switch (vendor) {
            case GOOGLE -> simulator.google();
            case MICROSOFT -> simulator.microsoft();
        };
    }

    /// What connections call a provider.
    static String provider(Vendor vendor) {
        return switch (vendor) {
            case GOOGLE -> "google";
            case MICROSOFT -> "outlook";
        };
    }

    URI controlUrl() {
        return simulator.controlUrl();
    }
}
