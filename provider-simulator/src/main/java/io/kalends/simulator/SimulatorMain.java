package io.kalends.simulator;

import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.side.ProviderSide;

/// Runs the simulator on its own: `--port=8090 --users=anna@example.com --outlook-users=ben@example.com --live=PT5S`.
///
/// Every option may also come as an environment variable: `--data-dir` is `KALENDS_SIMULATOR_DATA_DIR`.
public final class SimulatorMain {
    private static final String PREFIX = "KALENDS_SIMULATOR_";
    private static final List<String> KNOWN =
            List.of("ADDRESS", "PORT", "SEED", "USERS", "OUTLOOK_USERS", "CALENDARS", "EDITS", "LIVE", "DATA_DIR");

    private final Map<String, String> options;

    private SimulatorMain(Map<String, String> options) {
        this.options = options;
    }

    public static void main(String[] arguments) throws InterruptedException {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        ProviderSimulator simulator;
        try {
            simulator = new SimulatorMain(options(System.getenv(), arguments)).start(InstantSource.system(), out);
        } catch (RuntimeException refused) {
            System.err.println(refused.getMessage());
            System.exit(2);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "simulator-stop"));
        new CountDownLatch(1).await();
    }

    /// Starts as the options say and tells the addresses.
    static ProviderSimulator start(
            Map<String, String> environment, String[] arguments, InstantSource clock, PrintStream out) {
        return new SimulatorMain(options(environment, arguments)).start(clock, out);
    }

    private ProviderSimulator start(InstantSource clock, PrintStream out) {
        var directory = options.get("DATA_DIR");
        var simulator = ProviderSimulator.start(SimulatorSettings.defaults(clock)
                .withAddress(address(option("ADDRESS", "127.0.0.1")))
                .withPort(Integer.parseInt(option("PORT", "8090")))
                .withSeed(Long.parseLong(option("SEED", "1")))
                .withDataDirectory(directory == null ? null : Path.of(directory)));
        out.println("Google API    " + simulator.googleApiUrl());
        out.println("Google tokens " + simulator.googleTokenUrl());
        out.println("Graph         " + simulator.graphUrl());
        out.println("Graph tokens  " + simulator.microsoftTokenUrl());
        out.println("Control       " + simulator.controlUrl());
        populate("Google user   ", simulator.google(), option("USERS", "anna@example.com"), out);
        populate("Outlook user  ", simulator.microsoft(), option("OUTLOOK_USERS", "ben@example.com"), out);
        var live = Duration.parse(option("LIVE", "PT0S"));
        if (live.isPositive()) {
            simulator.google().live(live);
            simulator.microsoft().live(live);
        }
        return simulator;
    }

    private void populate(String label, ProviderSide<?> side, String emails, PrintStream out) {
        Stream.of(emails.split(",", -1))
                .map(String::strip)
                .filter(email -> !email.isEmpty())
                .forEach(email -> out.println(label + email + ", refresh token " + populated(side, email)));
    }

    private String populated(ProviderSide<?> side, String email) {
        var fresh = side.user(email).isEmpty();
        var user = side.addUser(email);
        if (fresh) {
            for (var number = 1; number < Integer.parseInt(option("CALENDARS", "2")); number++) {
                user.addCalendar("Calendar " + number);
            }
            side.mutate(user, Integer.parseInt(option("EDITS", "50")));
        }
        return user.refreshToken();
    }

    private String option(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    private static Map<String, String> options(Map<String, String> environment, String[] arguments) {
        var options = new HashMap<String, String>();
        environment.forEach((name, value) -> put(options, name, value));
        for (var argument : arguments) {
            var equals = argument.indexOf('=');
            var name = equals < 3 || !argument.startsWith("--") ? null : name(argument.substring(2, equals));
            if (name == null || !KNOWN.contains(name)) {
                throw new IllegalArgumentException("cannot read \"" + argument
                        + "\"; write --port=8090, and likewise address, seed, users, outlook-users, calendars, edits,"
                        + " live, data-dir");
            }
            options.put(name, argument.substring(equals + 1));
        }
        return options;
    }

    private static void put(Map<String, String> options, String name, @Nullable String value) {
        if (name.startsWith(PREFIX) && value != null && KNOWN.contains(name.substring(PREFIX.length()))) {
            options.put(name.substring(PREFIX.length()), value);
        }
    }

    private static String name(String option) {
        return option.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException("there is no address \"" + host + "\" to listen on", unknown);
        }
    }
}
