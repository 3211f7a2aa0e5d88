package io.kalends.worker;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.kalends.core.token.RefreshToken;
import io.kalends.core.token.TokenVault;
import io.kalends.schemas.v1.SyncMode;
import io.kalends.simulator.script.Fault;
import io.kalends.simulator.script.RequestMatch;
import io.kalends.simulator.traffic.LoggedRequest;
import io.kalends.simulator.traffic.RequestKind;
import io.kalends.worker.WholeWorker.Person;
import io.kalends.worker.vault.TestVault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/// Secrets on their way through the whole worker, with failures on the way and talkative loggers.
@ExtendWith(OutputCaptureExtension.class)
class SecretsIT {

    private static final LoggingSystem LOGGING = LoggingSystem.get(SecretsIT.class.getClassLoader());
    private static final Map<String, LogLevel> TALKATIVE = Map.of(
            "io.kalends", LogLevel.TRACE,
            "org.springframework.web", LogLevel.TRACE,
            "org.springframework.kafka", LogLevel.DEBUG,
            "com.google", LogLevel.TRACE);

    private static WholeWorker worker;

    private final Set<String> planted = new TreeSet<>(Set.of(WholeWorker.CLIENT_SECRET, TestVault.KEY));

    @BeforeAll
    static void start() {
        worker = new WholeWorker();
    }

    @AfterAll
    static void stop() {
        worker.close();
    }

    @AfterEach
    void listenLess() {
        TALKATIVE.keySet().forEach(name -> LOGGING.setLogLevel(name, null));
    }

    @Test
    void what_is_planted_comes_up_in_no_column_no_record_no_metric_and_no_log(CapturedOutput output) {
        TALKATIVE.forEach(LOGGING::setLogLevel);
        var anna = worker.connect("acme", "anna");
        planted.add(anna.access());
        planted.add(anna.google().refreshToken());

        once(RequestMatch.on(RequestKind.EVENTS).having("pageToken"), tooMany());
        worker.sync(anna, SyncMode.FULL);
        assertThat(sealed(anna, "walk_token_sealed")).as("pages left to read").isNotEmpty();
        nothingIsInTheTables();

        worker.sync(anna, SyncMode.FULL);
        assertThat(sealed(anna, "cursor_sealed")).as("read to the end").isNotEmpty();
        nothingIsInTheTables();

        anna.google().expireAccessTokens();
        once(RequestMatch.on(RequestKind.TOKEN), quoting(503, anna.google().refreshToken()));
        worker.sync(anna, SyncMode.DELTA);
        worker.sync(anna, SyncMode.DELTA);
        remember(anna);
        nothingIsInTheTables();

        anna.google().expireAccessTokens();
        once(RequestMatch.on(RequestKind.TOKEN), Fault.invalidClient());
        worker.sync(anna, SyncMode.DELTA);
        assertThat(worker.status(anna)).as("our own client was refused").isEqualTo("ACTIVE");

        worker.sync(anna, SyncMode.DELTA);
        remember(anna);
        once(RequestMatch.on(RequestKind.EVENTS), quoting(400, String.join(" ", planted)));
        worker.sync(anna, SyncMode.DELTA);
        assertThat(worker.status(anna)).as("a refusal that quotes").isEqualTo("DISABLED");
        nothingIsInTheTables();

        once(RequestMatch.on(RequestKind.REVOKE), quoting(500, anna.google().refreshToken()));
        worker.disconnect(anna);

        assertThat(planted)
                .as("refresh, access, page and sync tokens, and what we have ourselves")
                .hasSizeGreaterThan(9);
        nothingIsInTheTables();
        assertThat(worker.records())
                .hasSizeGreaterThan(10)
                .flatExtracting(SecretsIT::texts)
                .allSatisfy(this::holdsNoSecret);
        assertThat(worker.context.getBean(MeterRegistry.class).getMeters())
                .isNotEmpty()
                .allSatisfy(meter -> holdsNoSecret(meter.getId().toString()));
        var logged = output.getAll();
        assertThat(logged.contains("DefaultRestClient") && logged.contains(anna.row()))
                .as("whoever could tell has talked")
                .isTrue();
        holdsNoSecret(logged);
    }

    @Test
    void a_cursor_copied_to_another_connection_is_not_sent_and_everything_is_read() {
        var ben = worker.connect("acme", "ben");
        var strangers = List.of(worker.connect("acme", "carla"), worker.connect("other", "dora"));
        worker.sync(ben, SyncMode.FULL);

        for (var stranger : strangers) {
            worker.sync(stranger, SyncMode.FULL);
            worker.database
                    .jdbc()
                    .sql("UPDATE sync.calendar SET cursor_sealed = :copied WHERE connection_key = :key")
                    .param("copied", sealed(ben, "cursor_sealed"))
                    .param("key", stranger.row())
                    .update();
            var before = worker.simulator.requests().count();

            worker.sync(stranger, SyncMode.DELTA);

            assertThat(asked(stranger, before)).hasSize(3).noneMatch(query -> query.containsKey("syncToken"));
        }
    }

    @Test
    void a_cursor_and_a_page_token_that_changed_places_are_not_sent_and_everything_is_read() {
        var eve = worker.connect("acme", "eve");
        worker.sync(eve, SyncMode.FULL);
        once(RequestMatch.on(RequestKind.EVENTS).having("pageToken"), tooMany());
        worker.sync(eve, SyncMode.FULL);
        assertThat(sealed(eve, "walk_token_sealed")).isNotEmpty();
        worker.database.jdbc().sql("""
                UPDATE sync.calendar
                   SET cursor_sealed = walk_token_sealed,
                       walk_token_sealed = cursor_sealed
                 WHERE connection_key = :key
                """).param("key", eve.row()).update();
        var before = worker.simulator.requests().count();

        worker.sync(eve, SyncMode.DELTA);

        assertThat(asked(eve, before)).hasSize(3).noneMatch(query -> query.containsKey("syncToken"));
        assertThat(asked(eve, before).getFirst()).doesNotContainKey("pageToken");
    }

    private static void once(RequestMatch match, Fault fault) {
        worker.simulator.faults().add(match.once(), fault);
    }

    private static Fault tooMany() {
        return Fault.refuse(429, "rateLimitExceeded", "600");
    }

    /// An error that says back what it was told.
    private static Fault quoting(int status, String secrets) {
        return new Fault.Instead(status, "application/json", """
                {"error": {"code": %d, "errors": [{"reason": "backendError"}], "message": "You sent %s"},
                 "error_description": "You sent %s"}
                """.formatted(status, secrets, secrets));
    }

    /// Empty when there is none.
    private static byte[] sealed(Person person, String column) {
        return worker.database
                .jdbc()
                .sql("SELECT coalesce(" + column + ", '') FROM sync.calendar WHERE connection_key = :key")
                .param("key", person.row())
                .query(byte[].class)
                .single();
    }

    /// The pages that were asked for in the name of `person` since there were `before` requests.
    private static List<Map<String, String>> asked(Person person, long before) {
        return worker.simulator.requests().of(RequestKind.EVENTS).stream()
                .filter(request -> request.number() > before)
                .filter(request -> person.google().email().equals(request.user()))
                .map(LoggedRequest::query)
                .toList();
    }

    /// Notes what the worker was given by now.
    private void remember(Person person) {
        var credential =
                Objects.requireNonNull(worker.context.getBean(TokenVault.class).read(person.key()));
        assertThat(credential.refresh())
                .isEqualTo(new RefreshToken(person.google().refreshToken()));
        planted.add(credential.refresh().secret());
        planted.add(Objects.requireNonNull(credential.access()).secret());
        for (var query : asked(person, 0)) {
            query.forEach((name, value) -> {
                if (name.equals("pageToken") || name.equals("syncToken")) {
                    planted.add(value);
                }
            });
        }
    }

    private void nothingIsInTheTables() {
        assertThat(worker.database.everything())
                .hasSizeGreaterThan(20)
                .contains("acme/anna/google")
                .allSatisfy(this::holdsNoSecret);
    }

    /// As Latin-1, so that plain text in bytes shows.
    private static List<String> texts(ConsumerRecord<byte[], byte[]> record) {
        var texts = new ArrayList<String>();
        texts.add(latin(record.key()));
        texts.add(latin(record.value()));
        record.headers().forEach(header -> texts.add(header.key() + " " + latin(header.value())));
        return texts;
    }

    private static String latin(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, ISO_8859_1);
    }

    private void holdsNoSecret(String text) {
        for (var secret : planted) {
            for (var form : forms(secret)) {
                int at = text.indexOf(form);
                if (at >= 0) {
                    throw new AssertionError("a secret shows: "
                            + text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 200)));
                }
            }
        }
    }

    /// As it is, cut short at either end, in an address and in Base64.
    private static List<String> forms(String secret) {
        return List.of(
                secret.substring(0, Math.min(24, secret.length())),
                secret.substring(Math.max(0, secret.length() - 24)),
                URLEncoder.encode(secret, UTF_8),
                Base64.getEncoder().withoutPadding().encodeToString(secret.getBytes(UTF_8)));
    }
}
