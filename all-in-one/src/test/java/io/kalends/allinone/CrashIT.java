package io.kalends.allinone;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.kalends.simulator.script.Gate;
import io.kalends.simulator.script.RequestMatch;
import io.kalends.simulator.traffic.RequestKind;
import io.kalends.simulator.traffic.Vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class CrashIT {

    private static final Map<String, String> SMALL_PAGES =
            Map.of("kalends.google.page-size", "10", "kalends.microsoft.page-size", "10");
    private static final List<String> SMALL = List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    @Test
    void a_worker_killed_in_the_middle_of_a_page_loses_and_doubles_nothing(@TempDir Path directory) throws Exception {
        try (var stage = Stage.withoutWorker(directory, SMALL_PAGES)) {
            var first = stage.startWorker(SMALL);
            try (var google = holdThirdPage(stage, "pageToken");
                    var microsoft = holdThirdPage(stage, "$skiptoken")) {
                connectOneOfEach(stage);
                assertThat(google.awaitArrival(Stage.PATIENCE)).isTrue();
                assertThat(microsoft.awaitArrival(Stage.PATIENCE)).isTrue();
                first.kill();
            }
            edit(stage);
            stage.startWorker(SMALL);
            stage.quiesce();

            new Checker(stage).check();
        }
    }

    @Test
    void a_worker_killed_just_after_a_commit_loses_and_doubles_nothing(@TempDir Path directory) throws Exception {
        try (var stage = Stage.withoutWorker(directory, SMALL_PAGES)) {
            var first = stage.startWorker(SMALL);
            connectOneOfEach(stage);

            await().atMost(Stage.PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> stage.count("SELECT count(*) FROM sync.outbox WHERE published_at IS NULL") > 0
                            && stage.count("SELECT count(DISTINCT connection_key) FROM sync.event") == 2);
            first.kill();
            edit(stage);
            stage.startWorker(SMALL);
            stage.awaitSynced(Instant.now());
            stage.quiesce();

            new Checker(stage).check();
        }
    }

    /// @param position the query parameter that every page but the first is asked for with
    private static Gate holdThirdPage(Stage stage, String position) {
        return stage.simulator()
                .faults()
                .hold(RequestMatch.on(RequestKind.EVENTS).having(position).fromNth(2));
    }

    private static void connectOneOfEach(Stage stage) throws Exception {
        for (var vendor : Vendor.values()) {
            var anna = stage.side(vendor).addUser("anna@acme.example");
            stage.side(vendor).mutate(anna, 60);
            stage.connect("acme", "anna", vendor, anna);
        }
    }

    private static void edit(Stage stage) {
        stage.people().forEach(person -> stage.side(person.vendor()).mutate(person.user(), 20));
    }
}
