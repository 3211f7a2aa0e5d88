package io.kalends.cli.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import org.jspecify.annotations.Nullable;

import io.kalends.cli.shell.Surroundings;

/// Whether a provider can be reached from here: a connection and, on https, a handshake. Nothing is sent.
final class ProviderCheck implements Check {

    private static final int PATIENCE_MILLIS = 5_000;

    private final String name;
    private final boolean isUsed;
    private final List<String> addresses;

    private ProviderCheck(String name, boolean isUsed, List<String> addresses) {
        this.name = name;
        this.isUsed = isUsed;
        this.addresses = addresses;
    }

    static ProviderCheck google(Surroundings surroundings) {
        return new ProviderCheck(
                "google",
                isSet(surroundings, "GOOGLE_CLIENT_ID", "KALENDS_GOOGLE_API_URL"),
                List.of(
                        surroundings.variable("KALENDS_GOOGLE_API_URL", "https://www.googleapis.com/"),
                        surroundings.variable("KALENDS_GOOGLE_TOKEN_URL", "https://oauth2.googleapis.com/token")));
    }

    static ProviderCheck microsoft(Surroundings surroundings) {
        var tenant = surroundings.variable("OUTLOOK_TENANT_ID", "common");
        return new ProviderCheck(
                "microsoft",
                isSet(surroundings, "OUTLOOK_CLIENT_ID", "KALENDS_MICROSOFT_GRAPH_URL"),
                List.of(
                        surroundings.variable("KALENDS_MICROSOFT_GRAPH_URL", "https://graph.microsoft.com/v1.0"),
                        surroundings.variable(
                                "KALENDS_MICROSOFT_TOKEN_URL",
                                "https://login.microsoftonline.com/" + tenant + "/oauth2/v2.0/token")));
    }

    @Override
    public List<Finding> look() {
        var reached = new ArrayList<String>();
        for (var address : addresses) {
            var obstacle = reach(address);
            if (obstacle != null) {
                var found = obstacle + (isUsed ? "" : " (no account of an application is set here)");
                var advice = "let this machine out to it (name service, firewall, trusted certificates)";
                return List.of(isUsed ? Finding.fail(name, found, advice) : Finding.warn(name, found, advice));
            }
            reached.add(URI.create(address).getAuthority());
        }
        return List.of(Finding.ok(name, "reached " + String.join(", ", reached)));
    }

    private static boolean isSet(Surroundings surroundings, String... variables) {
        for (var variable : variables) {
            if (surroundings.variable(variable) != null) {
                return true;
            }
        }
        return false;
    }

    /// What is in the way; null when nothing is.
    private static @Nullable String reach(String address) {
        try {
            var uri = URI.create(address);
            var host = uri.getHost();
            if (host == null) {
                return "'" + address + "' is no address";
            }
            boolean isTls = "https".equals(uri.getScheme());
            int port = uri.getPort() >= 0 ? uri.getPort() : isTls ? 443 : 80;
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
                socket.setSoTimeout(PATIENCE_MILLIS);
                if (isTls) {
                    handshake(socket, host, port);
                }
            }
            return null;
        } catch (UnknownHostException e) {
            return "the name " + URI.create(address).getHost() + " is not known here";
        } catch (IOException | IllegalArgumentException e) {
            return address + ": " + e.getMessage();
        }
    }

    private static void handshake(Socket socket, String host, int port) throws IOException {
        var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        try (var tls = (SSLSocket) factory.createSocket(socket, host, port, true)) {
            var parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            tls.startHandshake();
        }
    }
}
