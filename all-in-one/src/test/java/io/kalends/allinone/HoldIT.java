package io.kalends.allinone;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.kalends.allinone.Stage.Person;
import io.kalends.schemas.v1.CalendarEventChanged;
import io.kalends.schemas.v1.EventChange;
import io.kalends.simulator.script.Fault;
import io.kalends.simulator.script.RequestMatch;
import io.kalends.simulator.side.SimulatedCalendar;
import io.kalends.simulator.traffic.RequestKind;
import io.kalends.simulator.traffic.Vendor;
import io.kalends.simulator.world.Span;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Two in five events of a calendar are gone all at once, at each provider.
class HoldIT {

    private static final int EVENTS = 100;
    private static final int VANISHED = 40;
    private static final Pattern HOLD = Pattern.compile(
            "\"userId\":\"(\\w+)\".*?\"deletions\":" + VANISHED + ",\"events\":" + EVENTS + ",\"heldAt\":\"([^\"]+)\"");

    @Test
    void deletions_held_back_reach_the_crm_once_a_person_releases_them_and_never_when_discarded(@TempDir Path directory)
            throws Exception {
        try (var stage = Stage.open(directory, Map.of("kalends.sync.hold-above-percent", "20"))) {
            var released = connect(stage, "anna", Vendor.GOOGLE);
            var discarded = connect(stage, "ben", Vendor.MICROSOFT);
            stage.awaitSynced(Instant.EPOCH);

            var vanished = vanish(stage, released);
            vanish(stage, discarded);
            await().atMost(Stage.PATIENCE).until(() -> held(stage).keySet().equals(Set.of("anna", "ben")));
            stage.awaitSynced(Instant.now());
            stage.awaitPublished();
            assertThat(deleted(stage, released)).as("before anybody decides").isEmpty();
            assertThat(deleted(stage, discarded)).as("before anybody decides").isEmpty();

            var before = held(stage).values();
            stage.decide(released, "release");
            stage.decide(discarded, "discard");
            await().atMost(Stage.PATIENCE).until(() -> {
                var now = held(stage);
                return now.keySet().equals(Set.of("ben")) && before.stream().noneMatch(now::containsValue);
            });
            stage.awaitPublished();
            assertThat(deleted(stage, released)).containsExactlyInAnyOrderElementsOf(vanished);
            assertThat(deleted(stage, discarded))
                    .as("what is still missing is held again")
                    .isEmpty();

            stage.decide(discarded, "release");
            await().atMost(Stage.PATIENCE).until(() -> held(stage).isEmpty());
            stage.quiesce();
            new Checker(stage).check();
        }
    }

    private static Person connect(Stage stage, String name, Vendor vendor) throws Exception {
        var user = stage.side(vendor).addUser(name + "@acme.example");
        var start = Instant.now().plus(Duration.ofHours(1));
        for (int i = 0; i < EVENTS; i++) {
            user.primary()
                    .create(
                            "Event " + i,
                            Span.timed(start.plus(Duration.ofHours(i)), Duration.ofMinutes(30), ZoneOffset.UTC));
        }
        return stage.connect("acme", name, vendor, user);
    }

    /// The provider answers nothing meanwhile, so that no walk sees a part of it.
    private static Set<String> vanish(Stage stage, Person person) {
        stage.simulator().faults().add(RequestMatch.on(RequestKind.EVENTS), Fault.refuse(503, "backendError"));
        var calendar = person.user().primary();
        var gone = some(calendar);
        gone.forEach(calendar::delete);
        stage.simulator().faults().clear();
        return gone;
    }

    private static Set<String> some(SimulatedCalendar calendar) {
        return calendar.truth(null, null).keySet().stream()
                .limit(VANISHED)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /// Whose calendars hold the vanished ones back, and since when, as an operator is told.
    private static Map<String, String> held(Stage stage) throws Exception {
        return HOLD.matcher(stage.read("/api/calendar/holds?tenantId=acme"))
                .results()
                .collect(Collectors.toMap(hold -> hold.group(1), (MatchResult hold) -> hold.group(2)));
    }

    private static List<String> deleted(Stage stage, Person person) {
        return new Heard(Tape.of(stage.bootstrapServers()), person, Instant.EPOCH)
                .changes().stream()
                        .filter(change -> change.getChange() == EventChange.DELETED)
                        .map(CalendarEventChanged::getExternalEventId)
                        .toList();
    }
}
