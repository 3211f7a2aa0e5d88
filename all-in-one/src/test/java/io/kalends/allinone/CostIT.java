package io.kalends.allinone;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.kalends.schemas.Topics;
import io.kalends.simulator.script.Gate;
import io.kalends.simulator.script.RequestMatch;
import io.kalends.simulator.traffic.RequestKind;
import io.kalends.simulator.traffic.Vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class CostIT {

    private static final int PEOPLE = 8;

    @Test
    void an_idle_sync_costs_exactly_one_call_per_calendar(@TempDir Path directory) throws Exception {
        try (var stage = Stage.open(directory, Map.of())) {
            fill(stage);
            stage.awaitSynced(Instant.now());
            await().atMost(Stage.PATIENCE)
                    .until(() ->
                            stage.count("SELECT count(*) FROM sync.request WHERE outcome = 'COMPLETED'") >= PEOPLE * 5);

            stage.quiesce();

            var completed = Tape.of(stage.bootstrapServers()).entries(Topics.DEFAULT.syncCompleted());
            var idle = completed.stream()
                    .filter(entry -> entry.field("mode").toString().equals("DELTA"))
                    .toList();
            assertThat(idle).hasSizeGreaterThan(PEOPLE * 2).allSatisfy(entry -> {
                assertThat(entry.field("calendars")).isEqualTo(1);
                assertThat(entry.field("providerCalls")).isEqualTo(1);
            });
            assertThat(deltas(stage, Vendor.GOOGLE, "syncToken"))
                    .as("calls in the simulator's own log")
                    .isEqualTo(of(Vendor.GOOGLE, idle));
            assertThat(deltas(stage, Vendor.MICROSOFT, "$deltatoken"))
                    .as("calls in the simulator's own log")
                    .isEqualTo(of(Vendor.MICROSOFT, idle));
        }
    }

    @Test
    void a_provider_call_that_takes_long_delays_no_other_connection_of_the_partition(@TempDir Path directory)
            throws Exception {
        try (var stage = Stage.open(
                directory,
                Map.of(
                        "kalends.topics.partitions",
                        "1",
                        "kalends.scheduler.in-flight-timeout",
                        "10m",
                        "kalends.google.deadline",
                        "90s",
                        "kalends.microsoft.deadline",
                        "90s"))) {
            fill(stage);
            stage.awaitSynced(Instant.EPOCH);

            try (var google = holdOne(stage, Vendor.GOOGLE);
                    var microsoft = holdOne(stage, Vendor.MICROSOFT)) {
                assertThat(google.awaitArrival(Stage.PATIENCE)).isTrue();
                assertThat(microsoft.awaitArrival(Stage.PATIENCE)).isTrue();
                for (int round = 0; round < 3; round++) {
                    var moment = Instant.now();
                    await().atMost(Stage.PATIENCE)
                            .until(() -> stage.count("SELECT count(*) FROM sync.connection WHERE success_started_at > '"
                                            + moment + "'")
                                    == PEOPLE - 2);
                }
                assertThat(google.arrivals() + microsoft.arrivals()).isEqualTo(2);
            }
        }
    }

    @Test
    void no_database_connection_is_held_while_the_provider_thinks(@TempDir Path directory) throws Exception {
        try (var stage = Stage.open(
                directory,
                Map.of(
                        "kalends.scheduler.in-flight-timeout",
                        "10m",
                        "kalends.google.deadline",
                        "90s",
                        "kalends.microsoft.deadline",
                        "90s"))) {
            fill(stage);
            stage.awaitSynced(Instant.EPOCH);
            var pool = stage.worker().getBean(HikariDataSource.class).getHikariPoolMXBean();

            try (var gate = stage.simulator().faults().hold(RequestMatch.on(RequestKind.EVENTS))) {
                for (int i = 0; i < PEOPLE; i++) {
                    assertThat(gate.awaitArrival(Stage.PATIENCE)).isTrue();
                }
                await().atMost(Duration.ofSeconds(20))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> pool.getActiveConnections() == 0);
                assertThat(gate.arrivals()).isEqualTo(PEOPLE);
            }
        }
    }

    /// Half of them at each provider.
    private static void fill(Stage stage) throws Exception {
        for (int i = 0; i < PEOPLE; i++) {
            var vendor = Stage.vendorOf(i);
            var user = stage.side(vendor).addUser("user" + i + "@acme.example");
            stage.side(vendor).mutate(user, 10);
            stage.connect("acme", "user" + i, vendor, user);
        }
    }

    /// Every call for the events of the first person at `vendor`.
    private static Gate holdOne(Stage stage, Vendor vendor) {
        var person = stage.people().stream()
                .filter(candidate -> candidate.vendor() == vendor)
                .findFirst()
                .orElseThrow();
        return stage.simulator()
                .faults()
                .hold(RequestMatch.on(RequestKind.EVENTS)
                        .at(vendor)
                        .ofUser(person.user().email()));
    }

    /// The calls for events that name `cursor`: all that are no part of a first read.
    private static long deltas(Stage stage, Vendor vendor, String cursor) {
        return stage.simulator().requests().of(vendor, RequestKind.EVENTS).stream()
                .filter(request -> request.query().containsKey(cursor))
                .count();
    }

    private static long of(Vendor vendor, List<Tape.Entry> outcomes) {
        return outcomes.stream()
                .filter(outcome -> outcome.field("provider").equals(Simulation.provider(vendor)))
                .count();
    }
}
