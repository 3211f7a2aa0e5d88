package io.kalends.cli.doctor;

import java.net.URI;
import java.util.List;

import io.kalends.cli.api.HealthApi;
import io.kalends.cli.shell.Trouble;

/// Whether a service runs, and has its database and broker.
final class ServiceCheck implements Check {

    private final String service;
    private final URI root;
    private final String variable;

    /// @param variable that says where it is
    ServiceCheck(String service, URI root, String variable) {
        this.service = service;
        this.root = root;
        this.variable = variable;
    }

    @Override
    public List<Finding> look() {
        try (var api = new HealthApi(root)) {
            var status = api.get("/actuator/health/ops").path("status").asText("unknown");
            return List.of(
                    status.equals("UP")
                            ? Finding.ok(service, "up at " + root)
                            : Finding.fail(service, root + " says " + status, "look at its log"));
        } catch (Trouble trouble) {
            if (trouble.status() == 503) {
                return List.of(Finding.fail(
                        service,
                        root + " runs, but its database or broker does not answer it",
                        root + "/actuator/health/ops says which"));
            }
            return List.of(Finding.fail(
                    service,
                    trouble.status() == 0 ? "nothing answers at " + root : trouble.detail(),
                    "start it, or say where it is with " + variable));
        }
    }
}
