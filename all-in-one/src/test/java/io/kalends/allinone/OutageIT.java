package io.kalends.allinone;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.kalends.schemas.Topics;
import io.kalends.schemas.v1.ConnectionStatus;
import io.kalends.schemas.v1.IncidentKind;
import io.kalends.schemas.v1.IncidentState;
import io.kalends.simulator.script.Fault;
import io.kalends.simulator.script.RequestMatch;
import io.kalends.simulator.traffic.RequestKind;
import io.kalends.simulator.traffic.Vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Google is down for many intervals in a row, while Microsoft is well.
class OutageIT {

    private static final int PEOPLE = 40;
    private static final int INTERVALS = 14;
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Topics TOPICS = Topics.DEFAULT;
    private static final Map<String, String> SETTINGS = Map.of(
            "kalends.sync.interval",
            INTERVAL.toSeconds() + "s",
            "kalends.incident.probe-base",
            "1s",
            "kalends.incident.probe-max",
            "2s",
            "kalends.incident.ramp",
            "3s");

    @Test
    void an_outage_disables_nobody_asks_nobody_to_reconnect_and_is_told_as_one_incident(@TempDir Path directory)
            throws Exception {
        try (var stage = Stage.open(directory, SETTINGS)) {
            fill(stage);
            stage.awaitSynced(Instant.EPOCH);

            var began = Instant.now();
            stage.simulator()
                    .faults()
                    .add(RequestMatch.on(RequestKind.EVENTS).at(Vendor.GOOGLE), Fault.refuse(503, "backendError"));
            await().atMost(Stage.PATIENCE)
                    .until(() -> incidents(stage, IncidentState.OPEN).size() == 1);
            assertThat(stage.read("/api/calendar/incidents")).contains("OUTAGE").contains("google");
            await().atMost(Stage.PATIENCE)
                    .until(() -> !Instant.now().isBefore(began.plus(INTERVAL.multipliedBy(INTERVALS))));
            var ended = Instant.now();
            stage.simulator().faults().clear();

            stage.awaitSynced(ended);
            await().atMost(Stage.PATIENCE)
                    .until(() -> incidents(stage, IncidentState.CLOSED).size() == 1);
            stage.quiesce();

            new Checker(stage).check();
            nobodyWasBlamed(stage);
            assertThat(incidents(stage, IncidentState.OPEN))
                    .as("times it was opened")
                    .hasSize(1);
            var due = runs(stage, "google", began, ended);
            assertThat((double) refused(stage))
                    .as("calls during the outage, for %d runs due", due)
                    .isLessThanOrEqualTo(1.2 * due);
            assertThat(runs(stage, "outlook", began, ended))
                    .as("the other provider's runs went on")
                    .isGreaterThan(PEOPLE / 2 * INTERVALS / 4);
        }
    }

    private static void nobodyWasBlamed(Stage stage) {
        assertThat(Tape.of(stage.bootstrapServers()).entries(TOPICS.connectionChanged()))
                .extracting(entry -> entry.field("status"))
                .doesNotContain(ConnectionStatus.DISABLED, ConnectionStatus.NEEDS_RECONNECT);
    }

    private static List<Object> incidents(Stage stage, IncidentState state) {
        return Tape.of(stage.bootstrapServers()).entries(TOPICS.incidentChanged()).stream()
                .filter(entry -> entry.field("kind") == IncidentKind.OUTAGE && entry.field("state") == state)
                .map(entry -> entry.field("incidentId"))
                .distinct()
                .toList();
    }

    /// Runs that ended in the time, however they did.
    private static long runs(Stage stage, String provider, Instant from, Instant to) {
        var tape = Tape.of(stage.bootstrapServers());
        return List.of(TOPICS.syncCompleted(), TOPICS.syncFailed(), TOPICS.syncDeferred()).stream()
                .flatMap(topic -> tape.entries(topic).stream())
                .filter(entry -> entry.field("provider").equals(provider))
                .map(entry -> (Instant) entry.field("occurredAt"))
                .filter(at -> at.isAfter(from) && at.isBefore(to))
                .count();
    }

    private static long refused(Stage stage) {
        return stage.simulator().requests().count(request -> request.faulted() && request.kind() == RequestKind.EVENTS);
    }

    private static void fill(Stage stage) throws Exception {
        for (int i = 0; i < PEOPLE; i++) {
            var vendor = Stage.vendorOf(i);
            var user = stage.side(vendor).addUser("user" + i + "@acme.example");
            stage.side(vendor).mutate(user, 5);
            stage.connect("acme", "user" + i, vendor, user);
        }
    }
}
