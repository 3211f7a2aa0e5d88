package io.kalends.health.web;

import java.net.InetAddress;

import org.jspecify.annotations.Nullable;

/// Refuses to start where anybody could reach a service that asks nobody who they are.
final class Exposure {

    private Exposure() {}

    /// @param setting the name of the address's setting, for the message
    /// @param address where the server is to listen; null means everywhere
    /// @throws IllegalStateException when the mode is not to be had, or not there
    static void check(String mode, String setting, @Nullable InetAddress address) {
        switch (mode) {
            case "none" -> {
                if (address == null || !address.isLoopbackAddress()) {
                    throw new IllegalStateException(
                            "kalends.security.mode=none is allowed on a loopback address only, but "
                                    + setting + " is "
                                    + (address == null ? "not set (all addresses)" : address.getHostAddress())
                                    + ": set " + setting
                                    + "=127.0.0.1 and put a proxy that knows its callers before it");
                }
            }
            case "api-key", "jwt" ->
                throw new IllegalStateException("kalends.security.mode=" + mode
                        + " is not available in this version: set it to none, with server.address=127.0.0.1");
            default ->
                throw new IllegalStateException(
                        "kalends.security.mode=" + mode + " is unknown: set it to none, with server.address=127.0.0.1");
        }
    }
}
