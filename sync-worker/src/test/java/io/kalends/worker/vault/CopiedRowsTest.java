package io.kalends.worker.vault;

import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.Provider;
import io.kalends.core.token.AccessToken;
import io.kalends.core.token.TokenEndpoint.Grant.Refreshed;
import io.kalends.core.token.TokenVault.UnreadableCredentialException;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Whoever can write to the database and copies what is sealed to where it does not belong gets nothing opened.
class CopiedRowsTest {

    private static final ConnectionKey VICTIM = new ConnectionKey("acme", "anna", Provider.GOOGLE);

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
    void connect() {
        database.clear();
        vault = new TestVault(database);
        strangers().forEach(this::connect);
        connect(VICTIM);
    }

    @Test
    void every_sealed_column_is_tried_here_or_with_the_whole_worker() {
        var sealed = database.jdbc().sql("""
                SELECT table_name || '.' || column_name
                  FROM information_schema.columns
                 WHERE table_schema = 'sync'
                   AND (column_name LIKE '%sealed%' OR column_name LIKE '%wrapped%')
                """).query(String.class).list();

        assertThat(sealed)
                .containsExactlyInAnyOrder(
                        "credential.refresh_sealed",
                        "credential.access_sealed",
                        "tenant_key.keyset_wrapped",
                        "vault_key_pair.private_wrapped",
                        // SecretsIT
                        "calendar.cursor_sealed",
                        "calendar.walk_token_sealed",
                        // JdbcStoreDetailsTest
                        "connection.list_cursor_sealed");
    }

    static Stream<ConnectionKey> strangers() {
        return Stream.of(
                new ConnectionKey("acme", "ben", Provider.GOOGLE),
                new ConnectionKey("acme", "anna", Provider.OUTLOOK),
                new ConnectionKey("other", "anna", Provider.GOOGLE));
    }

    static Stream<Arguments> columnsAndStrangers() {
        return Stream.of("refresh_sealed", "access_sealed")
                .flatMap(column -> strangers().map(stranger -> Arguments.of(column, stranger)));
    }

    @ParameterizedTest(name = "{0} for {1}")
    @MethodSource("columnsAndStrangers")
    void a_token_copied_to_another_connection_does_not_open(String column, ConnectionKey stranger) {
        copy("credential", column, "connection_key", Field.row(VICTIM), Field.row(stranger));

        assertThatThrownBy(() -> vault.tokens().read(stranger))
                .isInstanceOf(UnreadableCredentialException.class)
                .hasMessageNotContaining("refresh-of")
                .hasMessageNotContaining("access-of");
        assertThat(vault.tokens().read(VICTIM)).isNotNull();
    }

    @Test
    void a_token_copied_with_the_data_key_that_sealed_it_does_not_open_at_another_tenant() {
        var stranger = new ConnectionKey("other", "anna", Provider.GOOGLE);
        copy("credential", "refresh_sealed", "connection_key", Field.row(VICTIM), Field.row(stranger));
        copy("tenant_key", "keyset_wrapped", "tenant_id", "acme", "other");

        assertThatThrownBy(() -> new TestVault(database).tokens().read(stranger))
                .isInstanceOf(UnreadableCredentialException.class);
    }

    @ParameterizedTest(name = "{0} as {1}")
    @CsvSource({"refresh_sealed, access_sealed", "access_sealed, refresh_sealed"})
    void a_token_copied_into_another_field_does_not_open(String from, String to) {
        database.jdbc().sql("UPDATE sync.credential SET " + to + " = " + from).update();

        assertThatThrownBy(() -> vault.tokens().read(VICTIM)).isInstanceOf(UnreadableCredentialException.class);
    }

    @Test
    void a_data_key_copied_to_another_tenant_does_not_open() {
        copy("tenant_key", "keyset_wrapped", "tenant_id", "acme", "other");

        assertThatThrownBy(() -> new TestVault(database).keys().forSealing("other"))
                .isInstanceOf(Sealer.SealBrokenException.class);
    }

    @Test
    void a_private_half_copied_to_another_pair_or_in_place_of_a_data_key_does_not_open() {
        var pair = vault.pairs().newest();
        database.jdbc().sql("""
                INSERT INTO sync.vault_key_pair (key_id, private_wrapped, public_keyset, master_key_id)
                SELECT 'another', private_wrapped, public_keyset, master_key_id
                  FROM sync.vault_key_pair
                """).update();
        database.jdbc().sql("""
                UPDATE sync.tenant_key
                   SET keyset_wrapped = (SELECT private_wrapped FROM sync.vault_key_pair WHERE key_id = 'another')
                """).update();

        assertThat(new TestVault(database).pairs().opener(pair.keyId())).isNotNull();
        assertThatThrownBy(() -> new TestVault(database).pairs().opener("another"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new TestVault(database).keys().forSealing("acme"))
                .isInstanceOf(Sealer.SealBrokenException.class);
    }

    private void connect(ConnectionKey key) {
        database.connection(key);
        vault.connect(key, "refresh-of-" + Field.row(key));
        var version = Objects.requireNonNull(vault.tokens().read(key)).version();
        var lease = Objects.requireNonNull(vault.tokens().lease(key, version, ofSeconds(20)));
        vault.tokens().store(lease, new Refreshed(new AccessToken("access-of-" + Field.row(key), ofHours(1)), null));
    }

    private static void copy(String table, String column, String id, String from, String to) {
        var copied = database.jdbc()
                .sql("UPDATE sync.%1$s SET %2$s = (SELECT %2$s FROM sync.%1$s WHERE %3$s = :from) WHERE %3$s = :to"
                        .formatted(table, column, id))
                .param("from", from)
                .param("to", to)
                .update();
        assertThat(copied).isEqualTo(1);
    }
}
