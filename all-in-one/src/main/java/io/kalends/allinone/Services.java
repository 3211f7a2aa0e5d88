package io.kalends.allinone;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import io.kalends.health.HealthApplication;
import io.kalends.scheduler.SchedulerApplication;
import io.kalends.worker.WorkerApplication;

/// Starts the three services as three Spring contexts, so that names, properties and migrations stay apart as in
/// production.
final class Services {

    private final DemoSettings settings;
    private final Map<String, String> fixed;
    private final Map<String, String> defaults;

    /// @param fixed settings that hold whatever the environment says
    /// @param defaults settings that hold where no variable of the environment sets them
    Services(DemoSettings settings, Map<String, String> fixed, Map<String, String> defaults) {
        this.settings = settings;
        this.fixed = fixed;
        this.defaults = defaults;
    }

    ConfigurableApplicationContext worker(Map<String, String> own) throws IOException {
        return start(WorkerApplication.builder(), 8082, own);
    }

    ConfigurableApplicationContext scheduler(Map<String, String> own) throws IOException {
        return start(SchedulerApplication.builder(), 8081, own);
    }

    ConfigurableApplicationContext healthApi(Map<String, String> own) throws IOException {
        return start(HealthApplication.builder(), settings.port("SERVER_PORT", 8080), own);
    }

    /// Where a service listens.
    static int port(ConfigurableApplicationContext service) {
        return Integer.parseInt(service.getEnvironment().getRequiredProperty("local.server.port"));
    }

    private ConfigurableApplicationContext start(SpringApplicationBuilder builder, int usual, Map<String, String> own)
            throws IOException {
        var arguments = new ArrayList<String>();
        if (!fixed.containsKey("server.port")) {
            arguments.add("--server.port=" + Ports.freeOr(usual));
        }
        fixed.forEach((name, value) -> arguments.add("--" + name + "=" + value));
        arguments.addAll(unset(defaults));
        arguments.addAll(unset(own));
        return builder.registerShutdownHook(false).logStartupInfo(false).run(arguments.toArray(String[]::new));
    }

    private List<String> unset(Map<String, String> properties) {
        return properties.entrySet().stream()
                .filter(property -> variables(property.getKey()).noneMatch(settings::says))
                .map(property -> "--" + property.getKey() + "=" + property.getValue())
                .toList();
    }

    /// The variables that Spring's relaxed binding reads for a property: a hyphen may be left out or be an
    /// underscore.
    static Stream<String> variables(String property) {
        var upper = property.toUpperCase(Locale.ROOT).replace('.', '_');
        return Stream.of(upper.replace("-", ""), upper.replace('-', '_'));
    }
}
