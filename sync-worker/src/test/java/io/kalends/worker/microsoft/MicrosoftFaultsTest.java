package io.kalends.worker.microsoft;

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

import static io.kalends.worker.microsoft.MicrosoftUnderTest.BEARER;
import static io.kalends.worker.microsoft.MicrosoftUnderTest.page;
import static io.kalends.worker.microsoft.MicrosoftUnderTest.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

class MicrosoftFaultsTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration GENEROUS = Duration.ofSeconds(5);
    private static final String HALF_A_PAGE = Payloads.FIRST_PAGE.substring(0, 900);
    private static final String ALMOST_A_PAGE = Payloads.LAST_PAGE.substring(0, Payloads.LAST_PAGE.length() - 1);
    private static final String LINK = "https://graph.microsoft.com/v1.0/me/calendarView/delta?$deltatoken=d";

    private static Unavailable answerTo(Answer answer, Duration deadline) throws InterruptedException {
        try (var server = new ScriptedServer(answer);
                var microsoft = new MicrosoftUnderTest(server.root(), deadline)) {
            return (Unavailable) refusal(microsoft.everything());
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
                Arguments.of("text", Answers.json("\"value\"")),
                Arguments.of("braces around nothing JSON knows", Answers.json("{\"value\":]}")),
                Arguments.of("twice the page", Answers.json(Payloads.LAST_PAGE + Payloads.LAST_PAGE)),
                Arguments.of("another kind", Answers.json("{\"id\":\"AAMk\",\"subject\":\"an event\"}")),
                Arguments.of(
                        "rows of the wrong type",
                        Payloads.graph("{\"value\":\"none\",\"@odata.deltaLink\":\"" + LINK + "\"}")),
                Arguments.of("a link of the wrong type", Answers.json("{\"value\":[],\"@odata.deltaLink\":{\"a\":1}}")),
                Arguments.of("neither link", Answers.json("{\"value\":[]}")),
                Arguments.of(
                        "empty links",
                        Answers.json("{\"value\":[],\"@odata.nextLink\":\"\",\"@odata.deltaLink\":null}")),
                Arguments.of(
                        "both links",
                        Payloads.graph("{\"value\":[],\"@odata.nextLink\":\"" + LINK + "\",\"@odata.deltaLink\":\""
                                + LINK + "\"}")),
                Arguments.of("a row without an id", Payloads.graph(Payloads.lastPage("{\"subject\":\"who am I\"}"))),
                Arguments.of("a row that is null", Payloads.graph(Payloads.lastPage("null"))),
                Arguments.of("a row that is a number", Payloads.graph(Payloads.lastPage("7"))),
                Arguments.of("a removal of nothing", Payloads.graph(Payloads.lastPage("{\"@removed\":{}}"))),
                Arguments.of(
                        "an endless id", Payloads.graph(Payloads.lastPage("{\"id\":\"" + "i".repeat(1025) + "\"}"))),
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
        assertThat(refusal.detail()).startsWith("Microsoft").doesNotContain("\n");
    }

    static Stream<Arguments> slow() {
        return Stream.of(Arguments.of("silence", Answers.silence()), Arguments.of("a dripping body", Answers.drip()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("slow")
    void one_deadline_covers_the_whole_call(String name, Answer answer) {
        var refusal = assertTimeout(GENEROUS, () -> answerTo(answer, SHORT), name);

        assertThat(refusal)
                .isEqualTo(new Unavailable(Cause.TIMEOUT, "Microsoft sent no complete answer within PT0.3S", null));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503, 504})
    void no_refused_call_is_repeated_and_nobody_sleeps_on_it(int status) {
        var answer = Answers.html(status, "Retry-After: 3");
        try (var server = new ScriptedServer(answer, answer);
                var microsoft = new MicrosoftUnderTest(server.root())) {
            assertTimeout(Duration.ofSeconds(2), microsoft::everything);

            assertThat(server.seen()).hasSize(1);
        }
    }

    @Test
    void a_call_on_a_connection_that_has_died_is_not_sent_again() throws InterruptedException {
        try (var server = new ScriptedServer(
                        Payloads.graph(Payloads.lastPage()), Answers.hangUp(), Payloads.graph(Payloads.lastPage()));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            microsoft.everything();

            assertThat(((Unavailable) refusal(microsoft.everything())).cause()).isEqualTo(Cause.DOWN);
            assertThat(server.seen()).hasSize(2);
        }
    }

    @Test
    void an_interrupted_call_gives_up_at_once() throws InterruptedException {
        try (var server = new ScriptedServer(Answers.silence());
                var microsoft = new MicrosoftUnderTest(server.root(), Duration.ofMinutes(5))) {
            var ended = new CompletableFuture<Throwable>();
            var caller = Thread.ofVirtual().start(() -> {
                try {
                    microsoft.everything();
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
        try (var microsoft = new MicrosoftUnderTest(nobody, GENEROUS)) {
            var refusal = (Unavailable) refusal(microsoft.everything());

            assertThat(refusal.cause()).isEqualTo(Cause.DOWN);
            assertThat(refusal.detail())
                    .startsWith("Microsoft gave no answer: ")
                    .contains("ConnectException");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 304, 307, 308})
    void a_redirect_is_not_followed_and_the_bearer_goes_nowhere_else(int status) throws InterruptedException {
        try (var elsewhere = new ScriptedServer(Payloads.graph(Payloads.lastPage()));
                var server = new ScriptedServer(Answers.redirect(status, elsewhere.root() + "v1.0/stolen"));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            assertThat(refusal(microsoft.everything()))
                    .isEqualTo(new Unavailable(
                            Cause.UNREADABLE,
                            "Microsoft's answer cannot be read: it has status " + status + ", which nobody asked for",
                            null));
            assertThat(elsewhere.connections()).isZero();
            assertThat(server.seen()).hasSize(1);
        }
    }

    @Test
    void the_next_call_after_a_broken_one_works() throws InterruptedException {
        try (var server = new ScriptedServer(
                        Answers.cutInAChunk(HALF_A_PAGE), Answers.flood(3, true), Payloads.graph(Payloads.lastPage()));
                var microsoft = new MicrosoftUnderTest(server.root(), GENEROUS)) {
            microsoft.everything();
            microsoft.everything();

            assertThat(page(microsoft.everything()).changes()).isEmpty();
        }
    }

    @Test
    void headers_that_make_no_sense_do_no_harm() throws InterruptedException {
        var body = Payloads.lastPage();
        try (var server = new ScriptedServer((out, at) -> Answers.json(
                                200,
                                body.replace(
                                        "https://graph.microsoft.com/",
                                        at.root().toString()),
                                "Date: yesterday",
                                "Preference-Applied: ",
                                "Retry-After: never")
                        .write(out, at));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            assertThat(page(microsoft.everything()).changes()).isEmpty();
        }
    }

    @Test
    void no_fault_shows_the_bearer() throws InterruptedException {
        var echo = Answers.json(400, Payloads.error("BadRequest", "You sent Bearer " + BEARER));

        try (var server = new ScriptedServer(echo);
                var microsoft = new MicrosoftUnderTest(server.root())) {
            assertThat(refusal(microsoft.everything()).toString()).doesNotContain("canary", "eyJ");
        }
    }
}
