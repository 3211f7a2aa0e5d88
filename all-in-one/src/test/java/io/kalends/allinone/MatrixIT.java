package io.kalends.allinone;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.kalends.allinone.MatrixRow.Outcome;
import io.kalends.allinone.MatrixRow.Words;
import io.kalends.allinone.Stage.Person;
import io.kalends.schemas.Topics;
import io.kalends.schemas.v1.ConnectionChanged;
import io.kalends.schemas.v1.ConnectionStatus;
import io.kalends.schemas.v1.DeferReason;
import io.kalends.schemas.v1.FailureCategory;
import io.kalends.schemas.v1.IncidentChanged;
import io.kalends.schemas.v1.IncidentKind;
import io.kalends.schemas.v1.SyncFailed;
import io.kalends.schemas.v1.SyncMode;
import io.kalends.simulator.script.Fault;
import io.kalends.simulator.script.FaultRule;
import io.kalends.simulator.script.RequestMatch;
import io.kalends.simulator.traffic.LoggedRequest;
import io.kalends.simulator.traffic.RequestKind;
import io.kalends.simulator.traffic.Vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Each row of the error matrix, at both providers, from the provider's answer over Kafka to what health-api says. All
/// go wrong side by side, each with a user of its own, among many who are well.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MatrixIT {

    private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();
    private static final int WELL = 12;
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final String LIMITED = "limited for a minute";
    private static final Map<String, String> SETTINGS = Map.of(
            "kalends.sync.interval", "2s",
            "kalends.sync.probe-base", "2s",
            "kalends.google.deadline", "4s",
            "kalends.microsoft.deadline", "4s",
            "kalends.incident.probe-base", "1s",
            "kalends.incident.probe-max", "1s",
            "kalends.incident.ramp", "1s");

    /// A row, who suffers from it, since when, and from what.
    private record Case(MatrixRow row, Person person, Instant since, FaultRule rule) {}

    /// What the topics hold, as it was not long ago.
    private record Reading(Tape tape, long at) {}

    @TempDir
    private static Path directory;

    private static Stage stage;
    private static final Map<String, CompletableFuture<Void>> ENDS = new HashMap<>();
    private static final Map<Vendor, Person> MINUTE = new HashMap<>();
    private static final List<Person> CROWD = new ArrayList<>();
    private static Instant spoilt = Instant.EPOCH;
    private static @Nullable Reading reading;

    @BeforeAll
    static void everything_goes_wrong_at_once() throws Exception {
        stage = Stage.open(directory, SETTINGS);
        var people = new HashMap<String, Person>();
        for (var row : MatrixRow.all().toList()) {
            people.put(row.id(), connect(row.id(), row.vendor()));
        }
        for (var vendor : Vendor.values()) {
            MINUTE.put(vendor, connect(LIMITED.replace(' ', '-') + vendor, vendor));
            for (int i = 0; i < WELL; i++) {
                CROWD.add(connect("well-" + vendor + i, vendor));
            }
        }
        stage.awaitSynced(Instant.EPOCH);
        spoilt = Instant.now();
        MINUTE.forEach((vendor, person) -> spoil(
                new Words(vendor).limit("60"),
                RequestMatch.on(RequestKind.EVENTS)
                        .at(vendor)
                        .ofUser(person.user().email())
                        .once()));
        // what passes is tried again in place, for which there is something left before what lasts uses it up
        var brief = spoil(MatrixRow.all().filter(MatrixRow::once), people);
        await().atMost(Stage.PATIENCE)
                .until(() -> brief.stream().allMatch(met -> met.rule().hits() == 1));
        spoil(MatrixRow.all().filter(row -> !row.once()), people);
    }

    @AfterAll
    static void close() {
        THREADS.shutdownNow();
        stage.close();
    }

    private static Person connect(String name, Vendor vendor) throws Exception {
        var user = stage.side(vendor).addUser(name + "@matrix.example");
        stage.side(vendor).mutate(user, 3);
        return stage.connect("matrix", name, vendor, user);
    }

    /// Each row goes its way from now on, beside the others.
    private static List<Case> spoil(Stream<MatrixRow> rows, Map<String, Person> people) {
        return rows.map(row -> {
                    var person = Objects.requireNonNull(people.get(row.id()));
                    var since = Instant.now();
                    var rule = spoil(row.fault(), row.match(person.user().email()));
                    row.also().accept(person.user());
                    var spoilt = new Case(row, person, since, rule);
                    ENDS.put(row.id(), CompletableFuture.runAsync(() -> comesOf(spoilt), THREADS));
                    return spoilt;
                })
                .toList();
    }

    private static FaultRule spoil(Fault fault, RequestMatch match) {
        return stage.simulator().faults().add(match, fault);
    }

    static Stream<MatrixRow> rows() {
        return MatrixRow.all();
    }

    @Order(1)
    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void what_the_matrix_says_comes_of_it(MatrixRow row) {
        assertThat(ENDS.get(row.id())).succeedsWithin(Stage.PATIENCE.multipliedBy(2));
    }

    private static void comesOf(Case spoilt) {
        switch (spoilt.row().outcome()) {
            case Outcome.Outlived outlived -> outlived(spoilt, outlived);
            case Outcome.PutOff putOff -> putOff(spoilt, putOff);
            case Outcome.TriedAgain tried -> triedAgain(spoilt, tried);
            case Outcome.TakesAPerson person -> takesAPerson(spoilt, person);
        }
    }

    private static void outlived(Case spoilt, Outcome.Outlived outlived) {
        eventually(spoilt, heard -> {
            assertThat(heard.completions()).anySatisfy(completed -> {
                assertThat(completed.getProviderCalls()).isGreaterThanOrEqualTo(outlived.calls());
                assertThat(completed.getMode()).isEqualTo(outlived.everything() ? SyncMode.FULL : SyncMode.DELTA);
            });
            assertThat(heard.failures()).isEmpty();
            assertThat(heard.states()).isEmpty();
        });
        assertShown(spoilt.person(), "ACTIVE", "\"consecutiveFailures\":0");
    }

    private static void putOff(Case spoilt, Outcome.PutOff putOff) {
        eventually(spoilt, heard -> {
            assertThat(heard.deferrals()).anySatisfy(deferred -> {
                assertThat(deferred.getReason()).isEqualTo(DeferReason.RATE_LIMIT);
                assertThat(Duration.between(deferred.getOccurredAt(), deferred.getResumeAt()))
                        .isBetween(putOff.least(), putOff.most());
            });
            assertThat(heard.failures()).isEmpty();
            assertThat(heard.states()).isEmpty();
        });
        assertShown(spoilt.person(), "ACTIVE", "\"outcome\":\"DEFERRED\"", "RATE_LIMIT");
        eventually(
                spoilt,
                heard -> assertThat(heard.completions())
                        .anyMatch(completed -> completed
                                .getOccurredAt()
                                .isAfter(heard.deferrals().getFirst().getResumeAt())));
    }

    private static void triedAgain(Case spoilt, Outcome.TriedAgain tried) {
        eventually(spoilt, heard -> assertThat(heard.failures()).hasSizeGreaterThanOrEqualTo(tried.failures()));
        var failures = heard(spoilt).failures();
        for (int i = 0; i < tried.failures(); i++) {
            var failure = failures.get(i);
            assertThat(failure.getCategory()).isEqualTo(FailureCategory.TRANSIENT);
            assertThat(failure.getReason()).isEqualTo(tried.reason());
            assertThat(failure.getConsecutiveFailures()).isEqualTo(i + 1);
            assertThat(failure.getDisabled()).isEqualTo(i + 1 >= 5);
            assertThat(wait(failure))
                    .isBetween(wait(i), wait(i).multipliedBy(11).dividedBy(10));
        }
        assertShown(spoilt.person(), tried.failures() >= 5 ? "DISABLED" : "DEGRADED", "\"reason\":\"" + tried.reason());
        stage.simulator().faults().remove(spoilt.rule().id());
        eventually(spoilt, heard -> {
            var states = heard.states().stream().map(ConnectionChanged::getStatus);
            assertThat(states)
                    .startsWith(ConnectionStatus.DEGRADED)
                    .endsWith(ConnectionStatus.ACTIVE)
                    .doesNotContain(ConnectionStatus.NEEDS_RECONNECT)
                    .matches(told -> tried.failures() < 5 || told.contains(ConnectionStatus.DISABLED));
        });
        assertShown(spoilt.person(), "ACTIVE", "\"consecutiveFailures\":0");
    }

    private static Duration wait(SyncFailed failure) {
        return Duration.between(failure.getOccurredAt(), failure.getRetryAt());
    }

    /// After so many failures before: doubled from a second on, and once disabled from two seconds on.
    private static Duration wait(int before) {
        return Duration.ofSeconds(before < 4 ? 1L << before : 2L << (before - 4));
    }

    private static void takesAPerson(Case spoilt, Outcome.TakesAPerson person) {
        var user = person.category() == FailureCategory.AUTH;
        var status = user ? ConnectionStatus.NEEDS_RECONNECT : ConnectionStatus.DISABLED;
        eventually(
                spoilt,
                heard -> assertThat(heard.states()).singleElement().satisfies(state -> {
                    assertThat(state.getStatus()).isEqualTo(status);
                    assertThat(state.getReason()).isEqualTo(person.reason());
                }));
        assertThat(heard(spoilt).failures()).singleElement().satisfies(failure -> {
            assertThat(failure.getCategory()).isEqualTo(person.category());
            assertThat(failure.getReason()).isEqualTo(person.reason());
            assertThat(failure.getRetryAt()).isNull();
            assertThat(failure.getDisabled()).isEqualTo(!user);
        });
        assertShown(spoilt.person(), status.name(), "\"reason\":\"" + person.reason());
        assertUnscheduled(spoilt.person());

        stage.simulator().faults().remove(spoilt.rule().id());
        if (user) {
            stage.reconnect(spoilt.person());
        } else {
            stage.resync(spoilt.person(), "SYNC_NOW");
        }
        eventually(
                spoilt,
                heard -> assertThat(heard.states())
                        .last()
                        .extracting(ConnectionChanged::getStatus)
                        .isEqualTo(ConnectionStatus.ACTIVE));
        assertShown(spoilt.person(), "ACTIVE", "\"consecutiveFailures\":0");
    }

    @Order(2)
    @ParameterizedTest(name = "{0}")
    @EnumSource(Vendor.class)
    void a_limit_of_a_minute_is_one_users_and_no_neighbour_waits(Vendor vendor) {
        var person = Objects.requireNonNull(MINUTE.get(vendor));
        await().atMost(Stage.PATIENCE)
                .pollInterval(LOOK)
                .until(() -> calls(person).size() >= 2);
        var refused = calls(person).get(0).at();
        var next = calls(person).get(1).at();

        assertThat(Duration.between(refused, next)).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(75));
        assertThat(new Heard(tape(), person, spoilt).deferrals().getFirst().getOccurredAt())
                .as("the lane is free at once")
                .isBetween(refused.minusSeconds(1), refused.plusSeconds(10));
        assertThat(new Heard(tape(), person, spoilt).failures()).isEmpty();
        var neighbours = CROWD.stream().filter(neighbour -> neighbour.vendor() == vendor);
        assertThat(neighbours)
                .allSatisfy(neighbour -> assertThat(calls(neighbour))
                        .filteredOn(
                                call -> call.at().isAfter(refused) && call.at().isBefore(next))
                        .as("calls of %s meanwhile", neighbour.key().text())
                        .hasSizeGreaterThan(6));
    }

    /// Calls for events since all this began.
    private static List<LoggedRequest> calls(Person person) {
        return stage.simulator()
                .requests()
                .matching(call -> call.provider() == person.vendor()
                        && call.kind() == RequestKind.EVENTS
                        && person.user().email().equals(call.user())
                        && !call.at().isBefore(spoilt));
    }

    @Test
    @Order(3)
    void in_all_this_nobody_who_was_well_was_blamed_and_no_outage_was_seen() {
        assertThat(CROWD).allSatisfy(person -> {
            assertThat(new Heard(tape(), person, spoilt).states()).isEmpty();
            assertShown(person, "ACTIVE");
        });
        assertThat(tape().entries(Topics.DEFAULT.incidentChanged()))
                .extracting(entry -> ((IncidentChanged) entry.record()).getKind())
                .doesNotContain(IncidentKind.OUTAGE, IncidentKind.TOKEN_OUTAGE);
    }

    @Order(4)
    @ParameterizedTest(name = "{0}")
    @EnumSource(Vendor.class)
    void a_refused_client_is_the_operators_affair_and_no_users(Vendor vendor) {
        var person = CROWD.stream()
                .filter(well -> well.vendor() == vendor)
                .findFirst()
                .orElseThrow();
        var match = RequestMatch.on(RequestKind.TOKEN).at(vendor);
        operatorsAffair(person, match, new Words(vendor).clientRefused());
    }

    @Test
    @Order(5)
    void an_api_that_is_not_enabled_is_the_operators_affair_and_no_users() {
        var person = CROWD.getFirst();
        var match = RequestMatch.on(RequestKind.EVENTS).at(person.vendor());
        operatorsAffair(person, match, Fault.refuse(403, "accessNotConfigured"));
    }

    private static void operatorsAffair(Person person, RequestMatch match, Fault fault) {
        var since = Instant.now();
        var rule = spoil(fault, match);
        person.user().expireAccessTokens();

        eventually(
                person,
                since,
                heard -> assertThat(heard.deferrals())
                        .anyMatch(deferred -> deferred.getReason() == DeferReason.OPERATOR_INCIDENT));
        stage.simulator().faults().remove(rule.id());
        var mended = Instant.now();
        eventually(person, mended, heard -> assertThat(heard.completions()).isNotEmpty());

        assertThat(CROWD).allSatisfy(well -> {
            assertThat(new Heard(tape(), well, since).failures()).isEmpty();
            assertThat(new Heard(tape(), well, since).states()).isEmpty();
        });
        assertShown(person, "ACTIVE", "\"consecutiveFailures\":0");
    }

    private static void eventually(Case spoilt, Consumer<Heard> told) {
        eventually(spoilt.person(), spoilt.since(), told);
    }

    private static void eventually(Person person, Instant since, Consumer<Heard> told) {
        await().atMost(Stage.PATIENCE)
                .pollInterval(LOOK)
                .untilAsserted(() -> told.accept(new Heard(tape(), person, since)));
    }

    private static Heard heard(Case spoilt) {
        return new Heard(tape(), spoilt.person(), spoilt.since());
    }

    /// Many look: they share what one has read.
    private static synchronized Tape tape() {
        var last = reading;
        if (last == null || System.nanoTime() - last.at() > LOOK.toNanos()) {
            last = new Reading(Tape.of(stage.bootstrapServers()), System.nanoTime());
            reading = last;
        }
        return last.tape();
    }

    /// What health-api shows of somebody, once it has heard.
    private static void assertShown(Person person, String state, String... more) {
        var parts = Stream.concat(Stream.of("\"state\":\"" + state), Stream.of(more))
                .toArray(String[]::new);
        await().atMost(Stage.PATIENCE)
                .pollInterval(LOOK)
                .untilAsserted(() -> assertThat(stage.read(
                                "/api/calendar/connections/" + person.key().text()))
                        .contains(parts));
    }

    private static void assertUnscheduled(Person person) {
        await().atMost(Stage.PATIENCE)
                .pollInterval(LOOK)
                .untilAsserted(
                        () -> assertThat(stage.count("""
                SELECT count(*) FROM scheduler.schedule
                 WHERE connection_key = '%s' AND due_at IS NULL AND request_id IS NULL""".formatted(person.key().text())))
                                .isEqualTo(1));
    }
}
