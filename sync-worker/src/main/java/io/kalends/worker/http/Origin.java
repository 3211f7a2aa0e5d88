package io.kalends.worker.http;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/// Scheme, host and port: what a bearer token is bound to.
///
/// @param host in lower case
/// @param port never left out
public record Origin(String scheme, String host, int port) {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    /// The origin of an absolute http or https address.
    ///
    /// @throws IllegalArgumentException when `address` is none, or hides another one behind user info
    public static Origin of(URI address) {
        var scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        var standardPort = switch (scheme) {
            case "https" -> 443;
            case "http" -> 80;
            default -> throw new IllegalArgumentException("an address must start with https:// or http://");
        };
        if (address.getHost() == null || address.getRawUserInfo() != null) {
            throw new IllegalArgumentException("an address must name a host and nothing before it");
        }
        var port = address.getPort() < 0 ? standardPort : address.getPort();
        return new Origin(scheme, address.getHost().toLowerCase(Locale.ROOT), port);
    }

    /// Whether what is sent there never leaves this machine.
    public boolean loopback() {
        return LOOPBACK.matcher(host).matches();
    }

    /// Whether what is sent there is encrypted.
    public boolean secure() {
        return scheme.equals("https");
    }

    @Override
    public String toString() {
        return scheme + "://" + host + ":" + port;
    }
}
