package io.kalends.allinone;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.kalends.schemas.Topics;
import io.kalends.simulator.script.Fault;
import io.kalends.simulator.script.RequestMatch;
import io.kalends.simulator.traffic.RequestKind;

import static org.assertj.core.api.Assertions.assertThat;

class TruthIT {

    private static final int PEOPLE = 30;
    private static final int ROUNDS = 40;
    private static final long SEED = 20261122;

    @Test
    void what_the_crm_sees_equals_what_google_holds_after_changes_and_faults_while_syncing(@TempDir Path directory)
            throws Exception {
        try (var stage = Stage.open(directory, Map.of("kalends.google.page-size", "25"))) {
            var google = stage.simulator().google();
            for (int i = 0; i < PEOPLE; i++) {
                var user = google.addUser("user" + i + "@tenant" + i % 3 + ".example");
                google.mutate(user, 30);
                stage.connect("tenant" + i % 3, "user" + i, user);
            }
            stage.simulator()
                    .faults()
                    .add(RequestMatch.on(RequestKind.EVENTS).withProbability(0.02), Fault.refuse(503, "backendError"));
            stage.awaitSynced(Instant.EPOCH);

            var random = new Random(SEED);
            for (int round = 0; round < ROUNDS; round++) {
                var began = Instant.now();
                for (int i = 0; i < 5; i++) {
                    google.mutate(stage.people().get(random.nextInt(PEOPLE)).google(), 1 + random.nextInt(4));
                }
                if (round % 10 == 9) {
                    google.forgetCursors(
                            stage.people().get(random.nextInt(PEOPLE)).google().email());
                    stage.awaitSynced(began);
                }
            }
            stage.simulator().faults().clear();
            stage.quiesce();

            var checker = new Checker(stage);
            checker.check();
            assertThat(checker.tape().entries(Topics.DEFAULT.eventChanged()))
                    .as("changes told (seed %d)", SEED)
                    .hasSizeGreaterThan(PEOPLE * 20);
        }
    }
}
