package io.kalends.allinone;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.kalends.simulator.script.RequestMatch;
import io.kalends.simulator.traffic.RequestKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class CrashIT {

    private static final Map<String, String> SMALL_PAGES = Map.of("kalends.google.page-size", "10");
    private static final List<String> SMALL = List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    @Test
    void a_worker_killed_in_the_middle_of_a_page_loses_and_doubles_nothing(@TempDir Path directory) throws Exception {
        try (var stage = Stage.withoutWorker(directory, SMALL_PAGES)) {
            var first = stage.startWorker(SMALL);
            var anna = stage.simulator().google().addUser("anna@acme.example");
            stage.simulator().google().mutate(anna, 60);

            try (var gate = stage.simulator()
                    .faults()
                    .hold(RequestMatch.on(RequestKind.EVENTS)
                            .ofUser(anna.email())
                            .having("pageToken")
                            .fromNth(2))) {
                stage.connect("acme", "anna", anna);
                assertThat(gate.awaitArrival(Stage.PATIENCE)).isTrue();
                first.kill();
            }
            stage.simulator().google().mutate(anna, 20);
            stage.startWorker(SMALL);
            stage.quiesce();

            new Checker(stage).check();
        }
    }

    @Test
    void a_worker_killed_just_after_a_commit_loses_and_doubles_nothing(@TempDir Path directory) throws Exception {
        try (var stage = Stage.withoutWorker(directory, SMALL_PAGES)) {
            var first = stage.startWorker(SMALL);
            var ben = stage.simulator().google().addUser("ben@acme.example");
            stage.simulator().google().mutate(ben, 60);
            stage.connect("acme", "ben", ben);

            await().atMost(Stage.PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> stage.count("SELECT count(*) FROM sync.outbox WHERE published_at IS NULL") > 0
                            && stage.count("SELECT count(*) FROM sync.event") > 0);
            first.kill();
            stage.simulator().google().mutate(ben, 20);
            stage.startWorker(SMALL);
            stage.awaitSynced(Instant.now());
            stage.quiesce();

            new Checker(stage).check();
        }
    }
}
