package io.kalends.allinone;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.kalends.schemas.Topics;
import io.kalends.simulator.script.RequestMatch;
import io.kalends.simulator.traffic.RequestKind;

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
            var firstReads = stage.simulator()
                    .requests()
                    .count(request -> request.kind() == RequestKind.EVENTS
                            && !request.query().containsKey("syncToken"));
            assertThat(stage.simulator().requests().count(RequestKind.EVENTS))
                    .as("calls in the simulator's own log")
                    .isEqualTo(firstReads + idle.size());
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
                        "90s"))) {
            fill(stage);
            stage.awaitSynced(Instant.EPOCH);
            var slow = stage.people().getFirst();

            try (var gate = stage.simulator()
                    .faults()
                    .hold(RequestMatch.on(RequestKind.EVENTS)
                            .ofUser(slow.google().email()))) {
                assertThat(gate.awaitArrival(Stage.PATIENCE)).isTrue();
                for (int round = 0; round < 3; round++) {
                    var moment = Instant.now();
                    await().atMost(Stage.PATIENCE)
                            .until(() -> stage.count("SELECT count(*) FROM sync.connection WHERE success_started_at > '"
                                            + moment + "'")
                                    == PEOPLE - 1);
                }
                assertThat(gate.arrivals()).isEqualTo(1);
            }
        }
    }

    @Test
    void no_database_connection_is_held_while_the_provider_thinks(@TempDir Path directory) throws Exception {
        try (var stage = Stage.open(
                directory, Map.of("kalends.scheduler.in-flight-timeout", "10m", "kalends.google.deadline", "90s"))) {
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

    private static void fill(Stage stage) throws Exception {
        for (int i = 0; i < PEOPLE; i++) {
            var user = stage.simulator().google().addUser("user" + i + "@acme.example");
            stage.simulator().google().mutate(user, 10);
            stage.connect("acme", "user" + i, user);
        }
    }
}
