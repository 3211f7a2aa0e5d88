package io.kalends.allinone;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.kalends.schemas.Topics;
import io.kalends.simulator.ProviderSimulator;
import io.kalends.simulator.SimulatorSettings;
import io.kalends.simulator.traffic.Vendor;
import io.kalends.worker.vault.MasterKeyset;

/// Starts what is not found elsewhere, says where everything is, and stops it all again.
final class Demo {

    private static final Logger LOG = LoggerFactory.getLogger(Demo.class);
    private static final int KAFKA_PORT = 9092;
    private static final int POSTGRES_PORT = 15432;
    private static final int SIMULATOR_PORT = 8090;
    private static final Duration LIFE = Duration.ofSeconds(3);

    private final DemoSettings settings;
    private final PrintStream out;
    private final Stack stack = new Stack();
    /// Where the embedded parts are: no variable may point a service past them.
    private final Map<String, String> embedded = new HashMap<>();
    /// What counts where no variable says otherwise.
    private final Map<String, String> defaults = new HashMap<>();

    private Demo(DemoSettings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    /// Runs until the JVM is told to stop.
    static void run(Map<String, String> environment, PrintStream out) throws Exception {
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        java.util.logging.Logger.getLogger("").setLevel(Level.WARNING);
        var settings = DemoSettings.from(environment);
        var demo = new Demo(settings, out);
        Signals.onStop(demo::stop);
        try {
            demo.start();
        } catch (Exception e) {
            // What is taken away from a start by Ctrl-C fails it in any way; whoever asked for that sees to the end.
            if (!demo.stack.isClosed()) {
                LOG.error("The demo could not start: {}", e.getMessage());
                demo.stop();
                System.exit(1);
            }
            LOG.debug("stopped while starting");
        }
        new CountDownLatch(1).await();
    }

    private void start() throws Exception {
        var began = System.nanoTime();
        out.println("Starting in " + settings.dataDirectory() + " ...");
        stack.add(DirectoryLock.on(settings.dataDirectory()));
        var kafka = settings.bootstrapServers() == null ? broker() : settings.bootstrapServers();
        database();
        var simulation = settings.simulated().isEmpty() ? null : simulation();
        masterKey();
        defaults();

        var services = new Services(settings, embedded, defaults);
        var worker = stack.add(services.worker(Map.of("kalends.worker.loop.drain", "4s")));
        var scheduler = stack.add(services.scheduler(Map.of()));
        var healthApi = stack.add(services.healthApi(Map.of()));
        var api = URI.create("http://localhost:" + Services.port(healthApi));

        tell(api, Services.port(scheduler), Services.port(worker), kafka, simulation, began);
        if (simulation != null) {
            new DemoUsers(simulation, api).connect();
            for (var vendor : simulation.played()) {
                stack.add(simulation.side(vendor).live(LIFE));
            }
        }
        var topics = new Topics(settings.environment().getOrDefault("KALENDS_TOPICS_PREFIX", Topics.DEFAULT.prefix()));
        stack.add(new LiveLine(kafka, topics, new Lag(scheduler, worker), out).start());
    }

    private String broker() throws IOException {
        var port = Ports.freeOr(settings.port("KALENDS_DEMO_KAFKA_PORT", KAFKA_PORT));
        var broker = stack.add(EmbeddedBroker.start(settings.dataDirectory().resolve("kafka"), port));
        embedded.put("spring.kafka.bootstrap-servers", broker.bootstrapServers());
        return broker.bootstrapServers();
    }

    private void database() throws IOException {
        if (settings.jdbcUrl() != null) {
            return;
        }
        var port = Ports.freeOr(settings.port("KALENDS_DEMO_POSTGRES_PORT", POSTGRES_PORT));
        var database =
                stack.add(EmbeddedDatabase.start(settings.dataDirectory().resolve("postgres"), port, settings.keep()));
        embedded.put("spring.datasource.url", database.jdbcUrl());
        embedded.put("spring.datasource.username", database.username());
    }

    private Simulation simulation() throws IOException {
        var port = Ports.freeOr(settings.port("KALENDS_SIMULATOR_PORT", SIMULATOR_PORT));
        var simulator = stack.add(ProviderSimulator.start(SimulatorSettings.defaults(Clock.systemUTC())
                .withPort(port)
                .withDataDirectory(settings.dataDirectory().resolve("simulator"))));
        var simulation = new Simulation(simulator, settings.simulated());
        embedded.putAll(simulation.addresses());
        DemoUsers.settle(simulation);
        return simulation;
    }

    /// A key of its own for each data directory, when nobody brings one.
    private void masterKey() throws IOException {
        if (settings.says("ENCRYPTION_KEY") || settings.says("KALENDS_KEYSET_FILE")) {
            return;
        }
        var file = settings.dataDirectory().resolve("keyset.json");
        if (!Files.exists(file)) {
            MasterKeyset.generateFile(file);
        }
        defaults.put("kalends.vault.keyset-file", file.toString());
    }

    /// A real provider is not asked every few seconds.
    private void defaults() {
        if (settings.bootstrapServers() == null) {
            defaults.put("kalends.topics.partitions", "6");
        }
        if (settings.simulated().equals(Set.of(Vendor.values()))) {
            defaults.put("kalends.sync.interval", "10s");
        }
    }

    private void tell(URI api, int scheduler, int worker, String kafka, @Nullable Simulation simulation, long began) {
        out.println("Up after %.1f s.".formatted((System.nanoTime() - began) / 1e9));
        out.println("  page        " + api);
        out.println("  health      " + api.resolve("/api/calendar/health"));
        out.println("  Kafka       " + kafka + "   (./kalends watch --bootstrap " + kafka + ")");
        out.println("  PostgreSQL  " + embedded.getOrDefault("spring.datasource.url", settings.jdbcUrl())
                + (settings.jdbcUrl() == null ? "?user=postgres" : ""));
        out.println("  operations  http://localhost:" + scheduler + "/actuator/health (scheduler), http://localhost:"
                + worker + "/actuator/health (worker)");
        if (simulation != null) {
            out.println("  simulator   " + simulation.controlUrl() + "   (" + DemoUsers.of(simulation) + ")");
        }
        out.println("Ctrl-C stops everything"
                + (settings.keep() ? "; the data stays." : " and removes the data; set KALENDS_DATA_DIR to keep it."));
    }

    private void stop() {
        stack.close();
        if (!settings.keep()) {
            remove(settings.dataDirectory());
        }
        out.println("Stopped.");
    }

    private static void remove(Path directory) {
        try (var paths = Files.walk(directory)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.err.println("The temporary directory " + directory + " could not be removed: " + e.getMessage());
        }
    }
}
