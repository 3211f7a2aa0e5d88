package io.kalends.worker.google;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.token.Credential;
import io.kalends.core.token.Pause;
import io.kalends.core.token.RefreshToken;
import io.kalends.core.token.TokenAnswer;
import io.kalends.core.token.TokenEndpoint;
import io.kalends.core.token.TokenEndpoint.Grant;
import io.kalends.core.token.TokenVault;
import io.kalends.core.token.Tokens;
import io.kalends.simulator.ProviderSimulator;
import io.kalends.simulator.SimulatorSettings;
import io.kalends.simulator.google.GoogleUser;
import io.kalends.simulator.script.Fault;
import io.kalends.simulator.script.RequestMatch;
import io.kalends.simulator.traffic.RequestKind;
import io.kalends.worker.vault.TestVault;
import io.kalends.worker.vault.VaultDatabase;

import static io.kalends.worker.google.GoogleUnderTest.NOW;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/// Two workers, one credential in PostgreSQL, and a token endpoint over HTTP.
class SharedRefreshTest {

    private static final Pause SHORT = _ -> Thread.sleep(10);

    private static VaultDatabase database;

    private ProviderSimulator simulator;
    private GoogleUser anna;
    private ConnectionKey key;
    private Worker one;
    private Worker other;

    @BeforeAll
    static void start() {
        database = new VaultDatabase();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void connect() {
        database.clear();
        simulator = ProviderSimulator.start(
                SimulatorSettings.defaults(InstantSource.fixed(NOW)).withSeed(11));
        anna = simulator.google().addUser("anna@example.com");
        key = database.connection("acme", "anna");
        one = new Worker();
        other = new Worker();
        one.vault.connect(key, anna.refreshToken());
    }

    @AfterEach
    void disconnect() {
        one.google.close();
        other.google.close();
        simulator.close();
    }

    @Test
    void fifty_askers_at_two_workers_cost_one_refresh_and_no_rotation_is_lost() throws Exception {
        rotating();
        Set<Thread> waiting = ConcurrentHashMap.newKeySet();
        Pause seen = length -> {
            waiting.add(Thread.currentThread());
            SHORT.await(length);
        };
        var tokens = List.of(one.tokens(seen), other.tokens(seen));

        List<Future<TokenAnswer>> answers;
        try (var gate = simulator.faults().hold(RequestMatch.on(RequestKind.TOKEN));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            answers = IntStream.range(0, 50)
                    .mapToObj(
                            i -> (Callable<TokenAnswer>) () -> tokens.get(i % 2).current(key, false))
                    .map(threads::submit)
                    .toList();
            await().until(() -> waiting.size() == 49);
            gate.release();
        }

        assertThat(calls()).isEqualTo(1);
        assertThat(answers.stream().map(Future::resultNow).map(SharedRefreshTest::secret))
                .hasSize(50)
                .containsOnly(storedAccess());
        assertThat(stored().refresh()).isEqualTo(new RefreshToken(anna.refreshToken()));
        runOut();
        assertThat(other.tokens(SHORT).current(key, false)).isInstanceOf(TokenAnswer.Valid.class);
    }

    @Test
    void a_refused_grant_is_not_believed_when_another_worker_has_stored_a_newer_one() throws Exception {
        rotating();
        var late = new Before(one.google.tokens, () -> {
            leaseRunsOut();
            assertThat(other.tokens(SHORT).current(key, false)).isInstanceOf(TokenAnswer.Valid.class);
        });

        var answer = new Tokens(one.vault.tokens(), late, SHORT, ofMinutes(5)).current(key, false);

        assertThat(late.grant).as("what the late one was told").isInstanceOf(Grant.Revoked.class);
        assertThat(secret(answer)).isEqualTo(storedAccess());
        assertThat(stored().refresh()).isEqualTo(new RefreshToken(anna.refreshToken()));
    }

    @Test
    void a_crash_between_the_answer_and_the_vault_costs_a_call_while_the_old_token_stays_good() throws Exception {
        assertThatThrownBy(() -> one.crashing(SHORT).current(key, false))
                .isInstanceOf(DataAccessResourceFailureException.class);
        leaseRunsOut();

        var answer = other.tokens(SHORT).current(key, false);

        assertThat(secret(answer)).isEqualTo(storedAccess());
        assertThat(calls()).isEqualTo(2);
    }

    @Test
    void a_crash_between_the_answer_and_the_vault_is_told_where_the_old_token_has_ended() throws Exception {
        rotating();
        assertThatThrownBy(() -> one.crashing(SHORT).current(key, false))
                .isInstanceOf(DataAccessResourceFailureException.class);
        leaseRunsOut();

        assertThat(other.tokens(SHORT).current(key, false)).isInstanceOf(TokenAnswer.ReconnectNeeded.class);
        one.vault.connect(key, anna.refreshToken());
        assertThat(other.tokens(SHORT).current(key, false)).isInstanceOf(TokenAnswer.Valid.class);
    }

    @Test
    void a_client_that_is_refused_takes_nothing_from_the_user() throws Exception {
        simulator.faults().add(RequestMatch.on(RequestKind.TOKEN).once(), Fault.invalidClient());
        var before = stored();

        assertThat(one.tokens(SHORT).current(key, false)).isInstanceOf(TokenAnswer.ClientRejected.class);

        assertThat(stored()).isEqualTo(before);
        assertThat(other.tokens(SHORT).current(key, false)).isInstanceOf(TokenAnswer.Valid.class);
    }

    private void rotating() {
        simulator.google().changeRules(rules -> rules.withRotatingRefreshTokens(true));
    }

    private long calls() {
        return simulator.requests().count(RequestKind.TOKEN);
    }

    private Credential stored() {
        return Objects.requireNonNull(one.vault.tokens().read(key));
    }

    private String storedAccess() {
        return Objects.requireNonNull(stored().access()).secret();
    }

    private static String secret(TokenAnswer answer) {
        if (answer instanceof TokenAnswer.Valid(var token)) {
            return token.secret();
        }
        throw new AssertionError("expected a token, got " + answer);
    }

    private static void runOut() {
        database.jdbc()
                .sql("UPDATE sync.credential SET access_expires_at = now()")
                .update();
    }

    private static void leaseRunsOut() {
        database.jdbc().sql("UPDATE sync.credential SET lease_until = now()").update();
    }

    /// One worker's way to the vault and to the provider.
    private final class Worker {

        final TestVault vault = new TestVault(database);
        final GoogleUnderTest google = new GoogleUnderTest(URI.create(simulator.googleApiUrl()));

        Tokens tokens(Pause pause) {
            return new Tokens(vault.tokens(), google.tokens, pause, ofMinutes(5));
        }

        /// As [#tokens], but the process is gone once the provider has answered.
        Tokens crashing(Pause pause) {
            return new Tokens(new CrashingVault(vault.tokens()), google.tokens, pause, ofMinutes(5));
        }
    }

    /// A vault nobody reaches any more from the moment something is to be stored.
    private record CrashingVault(TokenVault vault) implements TokenVault {

        @Override
        public @Nullable Credential read(ConnectionKey key) {
            return vault.read(key);
        }

        @Override
        public @Nullable RefreshLease lease(ConnectionKey key, long version, Duration length) {
            return vault.lease(key, version, length);
        }

        @Override
        public boolean store(RefreshLease lease, Grant.Refreshed grant) {
            throw new DataAccessResourceFailureException("gone");
        }

        @Override
        public void release(RefreshLease lease) {
            throw new DataAccessResourceFailureException("gone");
        }
    }

    /// Something happens before the first call gets through.
    private static final class Before implements TokenEndpoint {

        interface Happening {
            void happen() throws InterruptedException;
        }

        private final TokenEndpoint endpoint;
        private final Happening happening;

        @Nullable
        Grant grant;

        Before(TokenEndpoint endpoint, Happening happening) {
            this.endpoint = endpoint;
            this.happening = happening;
        }

        @Override
        public Grant refresh(RefreshToken token) throws InterruptedException {
            if (grant != null) {
                throw new IllegalStateException("one call was enough");
            }
            happening.happen();
            var told = endpoint.refresh(token);
            grant = told;
            return told;
        }

        @Override
        public boolean revoke(RefreshToken token) throws InterruptedException {
            return endpoint.revoke(token);
        }
    }
}
