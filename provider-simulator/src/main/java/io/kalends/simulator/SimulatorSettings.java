package io.kalends.simulator;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.google.GoogleRules;
import io.kalends.simulator.microsoft.MicrosoftRules;

/// How a simulator is set up.
///
/// @param address       to listen on
/// @param port          0 for any free one
/// @param seed          of every token, id and random edit
/// @param clock         the providers' clock
/// @param google        Google's rules at the start
/// @param microsoft     Microsoft's rules at the start
/// @param requestsKept  how many requests the log remembers
/// @param seriesReach   how far ahead of the first start endless series are followed
/// @param dataDirectory where to keep users, events, tokens across restarts; null to forget them
/// @param saveEvery     how often the data directory is brought up to date; also done when closing
public record SimulatorSettings(
        InetAddress address,
        int port,
        long seed,
        InstantSource clock,
        GoogleRules google,
        MicrosoftRules microsoft,
        int requestsKept,
        Duration seriesReach,
        @Nullable Path dataDirectory,
        Duration saveEvery) {
    public SimulatorSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
        }
        if (requestsKept < 1 || !seriesReach.isPositive() || !saveEvery.isPositive()) {
            throw new IllegalArgumentException("requestsKept, seriesReach and saveEvery must be positive");
        }
    }

    /// Loopback, any free port, seed 1, the providers' usual rules, nothing kept on disk.
    public static SimulatorSettings defaults(InstantSource clock) {
        return new SimulatorSettings(
                InetAddress.getLoopbackAddress(),
                0,
                1,
                clock,
                GoogleRules.defaults(),
                MicrosoftRules.defaults(),
                100_000,
                Duration.ofDays(800),
                null,
                Duration.ofSeconds(5));
    }

    public SimulatorSettings withAddress(InetAddress other) {
        return new SimulatorSettings(
                other, port, seed, clock, google, microsoft, requestsKept, seriesReach, dataDirectory, saveEvery);
    }

    public SimulatorSettings withPort(int other) {
        return new SimulatorSettings(
                address, other, seed, clock, google, microsoft, requestsKept, seriesReach, dataDirectory, saveEvery);
    }

    public SimulatorSettings withSeed(long other) {
        return new SimulatorSettings(
                address, port, other, clock, google, microsoft, requestsKept, seriesReach, dataDirectory, saveEvery);
    }

    public SimulatorSettings withGoogle(GoogleRules other) {
        return new SimulatorSettings(
                address, port, seed, clock, other, microsoft, requestsKept, seriesReach, dataDirectory, saveEvery);
    }

    public SimulatorSettings withMicrosoft(MicrosoftRules other) {
        return new SimulatorSettings(
                address, port, seed, clock, google, other, requestsKept, seriesReach, dataDirectory, saveEvery);
    }

    public SimulatorSettings withRequestsKept(int other) {
        return new SimulatorSettings(
                address, port, seed, clock, google, microsoft, other, seriesReach, dataDirectory, saveEvery);
    }

    public SimulatorSettings withSeriesReach(Duration other) {
        return new SimulatorSettings(
                address, port, seed, clock, google, microsoft, requestsKept, other, dataDirectory, saveEvery);
    }

    public SimulatorSettings withDataDirectory(@Nullable Path other) {
        return new SimulatorSettings(
                address, port, seed, clock, google, microsoft, requestsKept, seriesReach, other, saveEvery);
    }

    public SimulatorSettings withSaveEvery(Duration other) {
        return new SimulatorSettings(
                address, port, seed, clock, google, microsoft, requestsKept, seriesReach, dataDirectory, other);
    }
}
