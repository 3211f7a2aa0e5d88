package io.kalends.worker.google;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.kalends.core.provider.Answer.Refusal.Unavailable;
import io.kalends.core.provider.Answer.Refusal.Unavailable.Cause;
import io.kalends.worker.http.Answers;
import io.kalends.worker.http.ScriptedServer;
import io.kalends.worker.http.ScriptedServer.Answer;

import static io.kalends.worker.google.GoogleUnderTest.ANNA;
import static io.kalends.worker.google.GoogleUnderTest.BEARER;
import static io.kalends.worker.google.GoogleUnderTest.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

class GoogleFaultsTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration GENEROUS = Duration.ofSeconds(5);
    private static final String HALF_A_PAGE = Payloads.FIRST_PAGE.substring(0, 900);
    private static final String ALMOST_A_PAGE = Payloads.LAST_PAGE.substring(0, Payloads.LAST_PAGE.length() - 1);

    private static Unavailable answerTo(Answer answer, Duration deadline) throws InterruptedException {
        try (var server = new ScriptedServer(answer);
                var google = new GoogleUnderTest(server.root(), deadline)) {
            return (Unavailable) refusal(google.everythingOf(ANNA));
        }
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                Arguments.of("shorter than announced", Answers.cutShortOfItsLength(HALF_A_PAGE)),
                Arguments.of("cut within a chunk", Answers.cutInAChunk(HALF_A_PAGE)),
                Arguments.of("cut between chunks", Answers.cutBetweenChunks(Payloads.LAST_PAGE)),
                Arguments.of("cut where only the close tells the end", Answers.upToTheClose(HALF_A_PAGE)),
                Arguments.of("cut by the last brace", Answers.upToTheClose(ALMOST_A_PAGE)),
                Arguments.of("cut while packed", Answers.gzipCut(Payloads.FIRST_PAGE)),
                Arguments.of("empty", Answers.json("")),
                Arguments.of("204", Answers.json(204, "")),
                Arguments.of("HTML", Answers.html(200)),
                Arguments.of("HTML called JSON", Answers.json("<!DOCTYPE html><p>Sign in")),
                Arguments.of("JSON called text", Answers.text(200, "text/plain", Payloads.LAST_PAGE)),
                Arguments.of("an array", Answers.json("[]")),
                Arguments.of("null", Answers.json("null")),
                Arguments.of("text", Answers.json("\"items\"")),
                Arguments.of("twice the page", Answers.json(Payloads.LAST_PAGE + Payloads.LAST_PAGE)),
                Arguments.of("another kind", Answers.json(Payloads.CALENDARS)),
                Arguments.of("items of the wrong type", Answers.json("{\"items\":\"none\",\"nextSyncToken\":\"s\"}")),
                Arguments.of("a token of the wrong type", Answers.json("{\"items\":[],\"nextSyncToken\":{\"a\":1}}")),
                Arguments.of("neither link", Answers.json("{\"kind\":\"calendar#events\",\"items\":[]}")),
                Arguments.of(
                        "empty links", Answers.json("{\"items\":[],\"nextPageToken\":\"\",\"nextSyncToken\":null}")),
                Arguments.of(
                        "both links", Answers.json("{\"items\":[],\"nextPageToken\":\"p\",\"nextSyncToken\":\"s\"}")),
                Arguments.of("an item without an id", Answers.json(Payloads.lastPage("{\"summary\":\"who am I\"}"))),
                Arguments.of("an item that is null", Answers.json(Payloads.lastPage("null"))),
                Arguments.of("an item that is a number", Answers.json(Payloads.lastPage("7"))),
                Arguments.of("an endless id", Answers.json(Payloads.lastPage("{\"id\":\"" + "i".repeat(1025) + "\"}"))),
                Arguments.of("an endless number", Answers.json("{\"n\":" + "9".repeat(100) + "}")),
                Arguments.of("deep nesting", Answers.json("{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}")),
                Arguments.of("endless nesting", Answers.json("{\"a\":" + "[".repeat(900_000))),
                Arguments.of("a gzip bomb", Answers.gzipBomb(200)),
                Arguments.of("200 MB, announced", Answers.flood(200, true)),
                Arguments.of("200 MB, unannounced", Answers.flood(200, false)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void an_answer_that_is_not_one_whole_page_is_unreadable(String name, Answer answer) throws InterruptedException {
        var refusal = answerTo(answer, GENEROUS);

        assertThat(refusal.cause()).as(name + ": " + refusal.detail()).isEqualTo(Cause.UNREADABLE);
        assertThat(refusal.detail()).startsWith("Google").doesNotContain("\n");
    }

    static Stream<Arguments> slow() {
        return Stream.of(Arguments.of("silence", Answers.silence()), Arguments.of("a dripping body", Answers.drip()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("slow")
    void one_deadline_covers_the_whole_call(String name, Answer answer) {
        var refusal = assertTimeout(GENEROUS, () -> answerTo(answer, SHORT), name);

        assertThat(refusal)
                .isEqualTo(new Unavailable(Cause.TIMEOUT, "Google sent no complete answer within PT0.3S", null));
    }

    @Test
    void a_slow_answer_delays_nobody_else() throws InterruptedException {
        try (var slow = new ScriptedServer(Answers.silence(), Answers.json(Payloads.EMPTY_LAST_PAGE));
                var google = new GoogleUnderTest(slow.root(), Duration.ofSeconds(30))) {
            var waiting = Thread.ofVirtual().start(() -> askQuietly(google));
            Awaitility.await().until(() -> slow.seen().size() == 1);

            assertThat(GoogleUnderTest.page(google.everythingOf(ANNA)).changes())
                    .isEmpty();

            assertThat(waiting.isAlive()).isTrue();
            waiting.interrupt();
            waiting.join();
        }
    }

    @Test
    void an_interrupted_call_gives_up_at_once() throws InterruptedException {
        try (var server = new ScriptedServer(Answers.silence());
                var google = new GoogleUnderTest(server.root(), Duration.ofMinutes(5))) {
            var ended = new CompletableFuture<Throwable>();
            var caller = Thread.ofVirtual().start(() -> {
                try {
                    google.everythingOf(ANNA);
                } catch (Throwable e) {
                    ended.complete(e);
                }
            });
            Awaitility.await().until(() -> server.seen().size() == 1);

            caller.interrupt();

            assertThat(ended).succeedsWithin(GENEROUS).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void a_connection_that_is_hung_up_means_down() throws InterruptedException {
        assertThat(answerTo(Answers.hangUp(), GENEROUS).cause()).isEqualTo(Cause.DOWN);
    }

    @Test
    void a_port_where_nobody_listens_means_down() throws IOException, InterruptedException {
        URI nobody;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
        }
        try (var google = new GoogleUnderTest(nobody, GENEROUS)) {
            var refusal = (Unavailable) refusal(google.everythingOf(ANNA));

            assertThat(refusal.cause()).isEqualTo(Cause.DOWN);
            assertThat(refusal.detail()).startsWith("Google gave no answer: ").contains("ConnectException");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void a_redirect_is_not_followed_and_the_bearer_goes_nowhere_else(int status) throws InterruptedException {
        try (var elsewhere = new ScriptedServer(Answers.json(Payloads.EMPTY_LAST_PAGE));
                var server = new ScriptedServer(Answers.redirect(status, elsewhere.root() + "stolen"));
                var google = new GoogleUnderTest(server.root())) {
            var refusal = (Unavailable) refusal(google.everythingOf(ANNA));

            assertThat(refusal.cause()).isEqualTo(Cause.UNREADABLE);
            assertThat(elsewhere.connections()).isZero();
            assertThat(server.seen()).hasSize(1);
        }
    }

    @Test
    void the_next_call_after_a_broken_one_works() throws InterruptedException {
        try (var server = new ScriptedServer(
                        Answers.cutInAChunk(HALF_A_PAGE),
                        Answers.flood(3, true),
                        Answers.json(Payloads.EMPTY_LAST_PAGE));
                var google = new GoogleUnderTest(server.root(), GENEROUS)) {
            google.everythingOf(ANNA);
            google.everythingOf(ANNA);

            assertThat(GoogleUnderTest.page(google.everythingOf(ANNA)).changes())
                    .isEmpty();
        }
    }

    @Test
    void no_fault_shows_the_bearer() throws InterruptedException {
        var echo = Answers.json(400, Payloads.error(400, "global", "badRequest", "You sent Bearer " + BEARER));

        try (var server = new ScriptedServer(echo);
                var google = new GoogleUnderTest(server.root())) {
            assertThat(refusal(google.everythingOf(ANNA)).toString()).doesNotContain("canary", "ya29");
            assertThat(GoogleUnderTest.TOKEN.toString()).doesNotContain("canary");
        }
    }

    private static void askQuietly(GoogleUnderTest google) {
        try {
            google.everythingOf(ANNA);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
