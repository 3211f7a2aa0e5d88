package io.kalends.worker.vault;

import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.Provider;
import io.kalends.core.token.RefreshToken;
import io.kalends.worker.vault.VaultKeyPairs.PublicHalf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SealedCredentialsTest {

    private static final ConnectionKey KEY = new ConnectionKey("acme", "u/1", Provider.GOOGLE);

    private static VaultDatabase database;

    private TestVault vault;

    @BeforeAll
    static void start() {
        database = new VaultDatabase();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void empty() {
        database.clear();
        vault = new TestVault(database);
    }

    @Test
    void a_credential_sealed_with_the_public_half_opens_at_every_worker() {
        var credential = open("""
                {"refreshToken": "r-1", "accessToken": "a-1", "expiresAt": "2026-01-31T12:00:00Z"}
                """);

        assertThat(credential)
                .isEqualTo(new ArrivedCredential(
                        new RefreshToken("r-1"),
                        new ArrivedCredential.Access("a-1", Instant.parse("2026-01-31T12:00:00Z"))));
    }

    @Test
    void the_access_token_may_be_left_out_and_counts_for_nothing_without_its_expiry() {
        assertThat(open("{\"refreshToken\": \"r-1\"}").access()).isNull();
        assertThat(open("{\"refreshToken\": \"r-1\", \"accessToken\": null}").access())
                .isNull();
        assertThat(open("{\"refreshToken\": \"r-1\", \"accessToken\": \"a-1\"}").access())
                .isNull();
    }

    @Test
    void a_credential_sealed_for_another_connection_is_refused() {
        var half = vault.pairs().newest();
        var theirs = new ConnectionKey("acme", "u2", Provider.GOOGLE);
        var sealed = TestVault.seal(half.keyset(), theirs, "{\"refreshToken\": \"planted\"}");

        assertThatThrownBy(() -> vault.arrivals().open(KEY, half.keyId(), sealed))
                .isInstanceOf(CredentialRejectedException.class)
                .hasMessageContaining("acme/u%2F1/google");
    }

    @Test
    void a_credential_sealed_with_a_key_nobody_knows_is_refused_with_what_to_do() {
        assertThatThrownBy(() -> vault.arrivals().open(KEY, "long-gone", new byte[40]))
                .isInstanceOf(CredentialRejectedException.class)
                .hasMessageContaining("long-gone")
                .hasMessageContaining("seal again");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "planted",
                "\"planted\"",
                "[\"planted\"]",
                "{\"refreshToken\": planted}",
                "{\"refreshToken\": \"planted\"",
                "{\"refreshToken\": {\"planted\": 1}}",
                "{\"refreshToken\": \" \"}",
                "{\"refreshToken\": \"planted\", \"refreshToken\": \"planted2\"}",
                "{\"accessToken\": \"planted\"}",
                "{\"refreshToken\": \"planted\", \"accessToken\": 5}",
                "{\"refreshToken\": \"planted\", \"accessToken\": \"planted\", \"expiresAt\": \"planted\"}"
            })
    void what_is_not_a_credential_is_refused_without_quoting_it(String json) {
        assertThatThrownBy(() -> open(json))
                .isInstanceOf(CredentialRejectedException.class)
                .hasMessageNotContaining("planted")
                .hasNoCause();
    }

    @Test
    void a_credential_prints_no_token() {
        assertThat(open("{\"refreshToken\": \"planted-r\", \"accessToken\": \"planted-a\","
                                + " \"expiresAt\": \"2026-01-31T12:00:00Z\"}")
                        .toString())
                .contains("***")
                .doesNotContain("planted");
    }

    @Test
    void workers_that_start_together_make_one_pair() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var halves = threads.invokeAll(IntStream.range(0, 12)
                    .mapToObj(_ -> (Callable<String>)
                            () -> new TestVault(database).pairs().newest().keyId())
                    .toList());

            assertThat(halves.stream().map(Future::resultNow).distinct()).hasSize(1);
        }
    }

    private ArrivedCredential open(String json) {
        PublicHalf half = vault.pairs().newest();
        return new TestVault(database).arrivals().open(KEY, half.keyId(), TestVault.seal(half.keyset(), KEY, json));
    }
}
