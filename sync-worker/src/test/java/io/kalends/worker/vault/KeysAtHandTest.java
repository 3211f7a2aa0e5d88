package io.kalends.worker.vault;

import java.nio.file.Path;
import java.util.Base64;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeysAtHandTest {

    private static final byte[] SECRET = "secret".getBytes(UTF_8);

    private static VaultDatabase database;

    @TempDir
    Path folder;

    private final MasterKeyset old = MasterKeyset.of(new VaultSettings(TestVault.KEY, ""));

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
    void a_missing_key_refuses_the_start_and_is_named_with_its_rows() {
        var vault = new TestVault(database, old);
        vault.sealer().seal("acme", "place", SECRET);
        vault.sealer().seal("other", "place", SECRET);
        vault.pairs().newest();
        var stranger = MasterKeyset.of(new VaultSettings(Base64.getEncoder().encodeToString(new byte[32]), ""));

        assertThatThrownBy(() -> keys(stranger).check())
                .hasMessageContaining("key " + old.primaryId() + " (2 rows of sync.tenant_key)")
                .hasMessageContaining("key " + old.primaryId() + " (1 row of sync.vault_key_pair)")
                .hasMessageContaining("Put them back");
    }

    @Test
    void a_new_primary_key_takes_over_and_the_old_one_can_go() throws Exception {
        var before = new TestVault(database, old);
        var sealed = before.sealer().seal("acme", "place", SECRET);
        var pair = before.pairs().newest();
        var file = folder.resolve("keyset.json");
        MasterKeyset.generateFile(file);
        var both = MasterKeyset.of(new VaultSettings(TestVault.KEY, file.toString()));
        keys(both).check();

        keys(both).rewrap();

        var alone = MasterKeyset.of(new VaultSettings("", file.toString()));
        keys(alone).check();
        var after = new TestVault(database, alone);
        assertThat(after.sealer().open("acme", "place", sealed)).isEqualTo(SECRET);
        assertThat(after.pairs().opener(pair.keyId())).isNotNull();
        assertThat(before.sealer().open("acme", "place", sealed)).isEqualTo(SECRET);
    }

    private static KeysAtHand keys(MasterKeyset master) {
        return new KeysAtHand(database.jdbc(), database.transactions(), master);
    }
}
