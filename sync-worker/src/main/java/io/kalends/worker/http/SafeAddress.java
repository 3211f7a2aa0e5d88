package io.kalends.worker.http;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/// Tells a provider's address that secrets may be sent to from one that they may not.
public final class SafeAddress {

    private SafeAddress() {}

    /// Refuses an address that is not encrypted, unless what is sent there stays on this machine or goes to the
    /// simulator the operator has named; and one with a query or fragment.
    ///
    /// @param group the settings it is of, for the message
    /// @param simulator the one place off this machine that may be called without encryption; null: none
    public static void require(String group, URI url, @Nullable URI simulator) {
        var origin = Origin.of(url);
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException(group + ".*-url " + origin + ": no query and no fragment allowed");
        }
        var simulated = simulator != null && Origin.of(simulator).equals(origin);
        if (!origin.secure() && !origin.loopback() && !simulated) {
            throw new IllegalArgumentException(group + ".*-url " + origin + " is not encrypted: use https, or name"
                    + " a simulator's address in " + group + ".simulator-url");
        }
    }
}
