package io.kalends.allinone;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.kalends.allinone.Facts.Share;
import io.kalends.allinone.Stage.Person;
import io.kalends.schemas.Topics;
import io.kalends.schemas.v1.CalendarEventChanged;
import io.kalends.simulator.script.Fault;
import io.kalends.simulator.script.RequestMatch;
import io.kalends.simulator.traffic.RequestKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class TruthIT {

    private static final int PEOPLE = 30;
    private static final int ROUNDS = 40;
    private static final long SEED = 20261122;
    private static final String GOOGLE_SECRET = "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6789";
    private static final String MICROSOFT_SECRET = "Q~planted-client-secret-9876543210";
    private static final Map<String, String> SETTINGS = Map.of(
            "kalends.google.page-size",
            "25",
            "kalends.google.client-secret",
            GOOGLE_SECRET,
            "kalends.microsoft.page-size",
            "25",
            "kalends.microsoft.client-secret",
            MICROSOFT_SECRET);
    private static final Map<String, Share> SHARES =
            Map.of("tenant0", Share.FULL, "tenant1", Share.TIMES, "tenant2", Share.IDS);

    @Test
    void what_the_crm_sees_equals_what_the_providers_hold_after_changes_and_faults_while_syncing(
            @TempDir Path directory, CapturedOutput output) throws Exception {
        try (var stage = Stage.open(directory, SETTINGS)) {
            var leaks = new Leaks(stage, Set.of(GOOGLE_SECRET, MICROSOFT_SECRET));
            SHARES.forEach(stage::decide);
            connect(stage);
            stage.simulator()
                    .faults()
                    .add(
                            RequestMatch.on(RequestKind.EVENTS, RequestKind.EVENT, RequestKind.INSTANCES)
                                    .withProbability(0.02),
                            Fault.refuse(503, "backendError"));
            stage.awaitSynced(Instant.EPOCH);
            selectSecondCalendars(stage);

            live(stage, leaks);
            stage.simulator().faults().clear();
            stage.awaitSynced(Instant.now());
            stage.awaitPublished();
            var before = new Checker(stage);
            before.checkEvents();
            nothingLeftThatIsNotShared(before.tape());

            SHARES.keySet().forEach(tenant -> stage.decide(tenant, Share.FULL));
            republish(stage);
            stage.quiesce();

            var checker = new Checker(stage);
            checker.check();
            assertThat(checker.tape().entries(Topics.DEFAULT.eventChanged()))
                    .as("changes told (seed %d)", SEED)
                    .hasSizeGreaterThan(PEOPLE * 20);
            leaks.check(output.getAll());
        }
    }

    /// Every tenant has users of both providers; every fifth user has three calendars.
    private static void connect(Stage stage) throws Exception {
        for (int i = 0; i < PEOPLE; i++) {
            var vendor = Stage.vendorOf(i);
            var user = stage.side(vendor).addUser("user" + i + "@tenant" + i % 3 + ".example");
            if (i % 5 == 0) {
                user.addCalendar("Team");
                user.addCalendar("Holidays");
            }
            stage.side(vendor).mutate(user, 30);
            stage.connect("tenant" + i % 3, "user" + i, vendor, user);
        }
    }

    /// The third ones stay unread.
    private static void selectSecondCalendars(Stage stage) {
        for (var person : severalCalendars(stage)) {
            var calendars = person.user().calendars();
            stage.select(person, Set.of(calendars.get(0).id(), calendars.get(1).id()));
        }
    }

    private static List<Person> severalCalendars(Stage stage) {
        return stage.people().stream()
                .filter(person -> person.user().calendars().size() > 1)
                .toList();
    }

    /// People edit, places are lost, tokens end, and somebody at each provider gives up a calendar.
    private static void live(Stage stage, Leaks leaks) {
        var random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            var began = Instant.now();
            for (int i = 0; i < 5; i++) {
                var person = anybody(stage, random);
                stage.side(person.vendor()).mutate(person.user(), 1 + random.nextInt(4));
            }
            switch (round % 10) {
                case 2 -> {
                    leaks.remember();
                    endTokens(stage.people().get(random.nextInt(PEOPLE / 2) * 2), stage);
                    endTokens(stage.people().get(random.nextInt(PEOPLE / 2) * 2 + 1), stage);
                }
                case 9 -> {
                    stage.people().get(random.nextInt(PEOPLE / 2) * 2).user().forgetCursors();
                    stage.people()
                            .get(random.nextInt(PEOPLE / 2) * 2 + 1)
                            .user()
                            .forgetCursors();
                    stage.awaitSynced(began);
                }
                default -> {}
            }
            if (round == ROUNDS / 2) {
                severalCalendars(stage).stream()
                        .limit(2)
                        .forEach(person ->
                                stage.remove(person, person.user().calendars().get(1)));
            }
        }
    }

    private static Person anybody(Stage stage, Random random) {
        return stage.people().get(random.nextInt(PEOPLE));
    }

    /// The first answer to the refresh quotes what it was sent.
    private static void endTokens(Person person, Stage stage) {
        var quoting = "{\"error\": \"temporarily_unavailable\", \"error_description\": \"You sent %s\"}"
                .formatted(person.user().refreshToken());
        stage.simulator()
                .faults()
                .add(
                        RequestMatch.on(RequestKind.TOKEN).at(person.vendor()).once(),
                        new Fault.Instead(503, "application/json", quoting));
        person.user().expireAccessTokens();
    }

    /// No title where times are shared, nothing at all where ids are.
    private static void nothingLeftThatIsNotShared(Tape tape) {
        var told = tape.entries(Topics.DEFAULT.eventChanged()).stream()
                .map(entry -> (CalendarEventChanged) entry.record())
                .filter(change -> change.getEvent() != null)
                .toList();
        assertThat(told)
                .extracting(CalendarEventChanged::getTenantId)
                .contains("tenant0", "tenant1")
                .doesNotContain("tenant2");
        assertThat(told)
                .filteredOn(change -> change.getTenantId().equals("tenant1"))
                .allSatisfy(change -> {
                    assertThat(change.getEvent().getTitle()).isNull();
                    assertThat(change.getEvent().getAttendees()).isEmpty();
                });
    }

    private static void republish(Stage stage) throws Exception {
        for (var person : stage.people()) {
            stage.republish(person);
        }
        await().atMost(Stage.PATIENCE)
                .until(() ->
                        stage.count("SELECT count(*) FROM health.command WHERE kind = 'REPUBLISH' AND state = 'DONE'")
                                == PEOPLE);
    }
}
