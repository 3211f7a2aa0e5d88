package io.kalends.allinone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Finds ports to listen on.
final class Ports {

    private Ports() {}

    /// `wanted` when it is free, else any that is.
    static int freeOr(int wanted) throws IOException {
        try {
            return probe(wanted);
        } catch (IOException taken) {
            return probe(0);
        }
    }

    private static int probe(int port) throws IOException {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket.getLocalPort();
        }
    }
}
