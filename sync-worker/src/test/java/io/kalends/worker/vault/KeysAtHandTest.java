package io.kalends.worker.vault;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.NestedExceptionUtils;

import io.kalends.core.token.TokenVault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeysAtHandTest {

    private static final byte[] SECRET = "secret".getBytes(UTF_8);
    private static final String OTHER_KEY = Base64.getEncoder().encodeToString(new byte[32]);

    private static VaultDatabase database;

    private final MasterKeyset old = MasterKeyset.of(new VaultSettings(TestVault.KEY, ""));
    private final MasterKeyset stranger = MasterKeyset.of(new VaultSettings(OTHER_KEY, ""));

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
    }

    @Test
    void an_empty_database_needs_no_key_in_particular() {
        assertThatCode(() -> keys(old).check()).doesNotThrowAnyException();
    }

    @Test
    void a_worker_whose_keyset_lacks_a_key_does_not_start_and_names_it_with_its_rows() {
        var vault = new TestVault(database, old);
        vault.connect(database.connection("acme", "u1"), "refresh-1");
        vault.connect(database.connection("acme", "u2"), "refresh-2");
        vault.connect(database.connection("other", "u1"), "refresh-3");
        vault.pairs().newest();

        worker(OTHER_KEY)
                .run(context -> assertThat(NestedExceptionUtils.getRootCause(context.getStartupFailure()))
                        .hasMessageContaining("key " + old.primaryId() + " (2 rows of sync.tenant_key, 1 row of"
                                + " sync.vault_key_pair; connections whose credentials hang on it: 3)")
                        .hasMessageContaining("Put them back")
                        .hasMessageNotContaining("refresh"));
        worker(TestVault.KEY).run(context -> assertThat(context).hasNotFailed().hasSingleBean(Sealer.class));
    }

    @Test
    void a_key_that_is_gone_for_good_is_let_go_as_the_operators_page_says() throws Exception {
        var lost = new TestVault(database, old);
        var lucky = new TestVault(database, stranger);
        var theirs = database.connection("acme", "u1");
        var ours = database.connection("other", "u1");
        lost.connect(theirs, "refresh-1");
        lucky.connect(ours, "refresh-2");
        lost.pairs().newest();
        var page = Files.readString(Path.of("..", "docs", "operations.md"));
        var sql = page.substring(page.indexOf("```sql") + 6, page.lastIndexOf("```"));

        try (var connection = database.source().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql.replace("1638343505", String.valueOf(old.primaryId())));
        }

        worker(OTHER_KEY).run(context -> {
            assertThat(context).hasNotFailed();
            var vault = context.getBean(TokenVault.class);
            assertThat(vault.read(theirs))
                    .as("no credential: asks to reconnect")
                    .isNull();
            assertThat(vault.read(ours)).isNotNull();
        });
    }

    @Test
    void a_key_that_took_the_id_of_another_does_not_pass_for_it() {
        new TestVault(database, old).sealer().seal("acme", "place", SECRET);
        new TestVault(database, stranger).pairs().newest();
        database.jdbc()
                .sql("UPDATE sync.tenant_key SET master_key_id = :id")
                .param("id", stranger.primaryId())
                .update();

        assertThatThrownBy(() -> keys(stranger).check())
                .hasMessageContaining("do not open what they have wrapped: key " + stranger.primaryId()
                        + " (1 row of sync.tenant_key;");
    }

    @Test
    void one_altered_row_among_others_stops_nobody() {
        var vault = new TestVault(database, old);
        vault.sealer().seal("acme", "place", SECRET);
        vault.sealer().seal("other", "place", SECRET);
        database.jdbc()
                .sql("UPDATE sync.tenant_key SET keyset_wrapped = '\\x00' WHERE tenant_id = 'acme'")
                .update();

        assertThatCode(() -> keys(old).check()).doesNotThrowAnyException();
    }

    @Test
    void every_table_with_wrapped_keys_is_looked_at() {
        var columns = database.jdbc().sql("""
                SELECT table_schema || '.' || table_name
                  FROM information_schema.columns
                 WHERE table_schema = 'sync'
                   AND (column_name LIKE '%wrapped%' OR column_name = 'master_key_id')
                """).query(String.class).set();

        assertThat(columns)
                .isEqualTo(Arrays.stream(WrappedKeys.values())
                        .map(WrappedKeys::table)
                        .collect(Collectors.toSet()));
    }

    private static KeysAtHand keys(MasterKeyset master) {
        return new KeysAtHand(database.jdbc(), master);
    }

    private static ApplicationContextRunner worker(String encryptionKey) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        DataSourceAutoConfiguration.class,
                        DataSourceTransactionManagerAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class,
                        JdbcClientAutoConfiguration.class))
                .withUserConfiguration(VaultConfiguration.class)
                .withPropertyValues(
                        "spring.datasource.url=" + database.url(),
                        "spring.datasource.username=postgres",
                        "spring.datasource.hikari.maximum-pool-size=1",
                        "kalends.vault.encryption-key=" + encryptionKey);
    }
}
