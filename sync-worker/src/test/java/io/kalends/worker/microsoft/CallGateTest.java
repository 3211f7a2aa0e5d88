package io.kalends.worker.microsoft;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.kalends.core.provider.Answer;
import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.provider.Page;
import io.kalends.core.provider.PageRequest;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.token.AccessToken;
import io.kalends.worker.http.Answers;
import io.kalends.worker.http.ScriptedServer;

import static io.kalends.worker.microsoft.MicrosoftUnderTest.MAIN;
import static io.kalends.worker.microsoft.MicrosoftUnderTest.WINDOW;
import static io.kalends.worker.microsoft.MicrosoftUnderTest.refusal;
import static org.assertj.core.api.Assertions.assertThat;

class CallGateTest {

    private static final Duration GENEROUS = Duration.ofSeconds(10);

    /// Answers only once it is told to, and counts who waits for it.
    private static final class Held implements ScriptedServer.Answer {
        private final CountDownLatch released = new CountDownLatch(1);
        private final AtomicInteger waiting = new AtomicInteger();

        @Override
        public boolean write(OutputStream out, ScriptedServer server) throws IOException, InterruptedException {
            waiting.incrementAndGet();
            released.await(GENEROUS.toMillis(), TimeUnit.MILLISECONDS);
            return Payloads.graph(Payloads.lastPage()).write(out, server);
        }
    }

    private static Future<Answer<Page>> call(MicrosoftUnderTest microsoft, String bearer) {
        var request = new PageRequest(new Origin.Everything(WINDOW), null);
        var token = new AccessToken(bearer, Duration.ofMinutes(5));
        var call = new FutureTask<>(() -> microsoft.calendar.fetch(token, MAIN, request));
        Thread.ofVirtual().start(call);
        return call;
    }

    private static List<Future<Answer<Page>>> calls(MicrosoftUnderTest microsoft, String bearer, int count) {
        var calls = new ArrayList<Future<Answer<Page>>>();
        for (int i = 0; i < count; i++) {
            calls.add(call(microsoft, bearer));
        }
        return calls;
    }

    @Test
    void one_mailbox_has_no_more_calls_under_way_than_allowed_and_others_go_on() throws Exception {
        var held = new Held();
        try (var server = new ScriptedServer(held);
                var microsoft = new MicrosoftUnderTest(MicrosoftUnderTest.settings(server.root(), GENEROUS, 2, 64))) {
            var annas = calls(microsoft, "anna", 5);
            Awaitility.await().until(() -> held.waiting.get() == 2);

            var bens = calls(microsoft, "ben", 2);
            Awaitility.await().until(() -> held.waiting.get() == 4);
            assertThat(server.seen())
                    .filteredOn(seen -> "Bearer anna".equals(seen.header("Authorization")))
                    .hasSize(2);

            held.released.countDown();
            for (var call : annas) {
                assertThat(call.get()).isInstanceOf(Answer.Got.class);
            }
            for (var call : bens) {
                assertThat(call.get()).isInstanceOf(Answer.Got.class);
            }
            assertThat(server.seen()).hasSize(7);
        }
    }

    @Test
    void all_mailboxes_together_have_no_more_calls_under_way_than_allowed() throws Exception {
        var held = new Held();
        try (var server = new ScriptedServer(held);
                var microsoft = new MicrosoftUnderTest(MicrosoftUnderTest.settings(server.root(), GENEROUS, 3, 2))) {
            var calls = List.of(call(microsoft, "anna"), call(microsoft, "ben"), call(microsoft, "cara"));
            Awaitility.await().until(() -> held.waiting.get() == 2);

            held.released.countDown();
            for (var call : calls) {
                assertThat(call.get()).isInstanceOf(Answer.Got.class);
            }
        }
    }

    @Test
    void who_gets_no_turn_in_time_is_told_to_come_back_later() throws Exception {
        try (var server = new ScriptedServer(Answers.silence());
                var microsoft = new MicrosoftUnderTest(
                        MicrosoftUnderTest.settings(server.root(), Duration.ofSeconds(2), 1, 64))) {
            var first = call(microsoft, "anna");
            Awaitility.await().until(() -> server.seen().size() == 1);

            var second = call(microsoft, "anna");

            assertThat(refusal(second.get())).isEqualTo(new Refusal.Throttled(null, false));
            assertThat(refusal(first.get())).isInstanceOf(Refusal.Unavailable.class);
            assertThat(server.seen()).hasSize(1);
        }
    }

    @Test
    void an_interrupted_wait_ends_at_once_and_gives_its_place_back() throws Exception {
        var held = new Held();
        try (var server = new ScriptedServer(held);
                var microsoft = new MicrosoftUnderTest(MicrosoftUnderTest.settings(server.root(), GENEROUS, 1, 64))) {
            var first = call(microsoft, "anna");
            Awaitility.await().until(() -> held.waiting.get() == 1);
            var ended = new CompletableFuture<Throwable>();
            var waiting = Thread.ofVirtual().start(() -> {
                try {
                    var request = new PageRequest(new Origin.Everything(WINDOW), null);
                    microsoft.calendar.fetch(new AccessToken("anna", Duration.ofMinutes(5)), MAIN, request);
                } catch (Throwable e) {
                    ended.complete(e);
                }
            });
            Awaitility.await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);

            waiting.interrupt();

            assertThat(ended).succeedsWithin(GENEROUS).isInstanceOf(InterruptedException.class);
            held.released.countDown();
            assertThat(first.get()).isInstanceOf(Answer.Got.class);
            assertThat(call(microsoft, "anna").get()).isInstanceOf(Answer.Got.class);
        }
    }
}
