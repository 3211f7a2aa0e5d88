package io.kalends.worker.vault;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MasterKeysetTest {

    @TempDir
    Path folder;

    @Test
    void without_any_key_the_message_says_how_to_get_one() {
        assertThatThrownBy(() -> new VaultSettings("", " "))
                .hasMessageContaining("KALENDS_KEYSET_FILE")
                .hasMessageContaining("openssl rand -base64 32");
    }

    @Test
    void a_key_of_another_length_is_refused_without_showing_it() {
        var key = Base64.getEncoder()
                .encodeToString("sixteen-bytes-16".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThatThrownBy(() -> MasterKeyset.of(new VaultSettings(key, "")))
                .hasMessageContaining("ENCRYPTION_KEY holds 16 bytes, not 32")
                .hasMessageNotContaining(key);
    }

    @Test
    void a_key_that_is_not_base64_is_refused_without_showing_it() {
        assertThatThrownBy(() -> MasterKeyset.of(new VaultSettings("not_base64_at_all!", "")))
                .hasMessageContaining("ENCRYPTION_KEY is not base64")
                .hasMessageNotContaining("not_base64_at_all")
                .hasNoCause();
    }

    @Test
    void the_same_key_has_the_same_id_everywhere_and_another_key_another() {
        var one = MasterKeyset.of(new VaultSettings(TestVault.KEY, ""));
        var same = MasterKeyset.of(new VaultSettings(TestVault.KEY + "\n", ""));
        var other = MasterKeyset.of(new VaultSettings(Base64.getEncoder().encodeToString(new byte[32]), ""));

        assertThat(same.primaryId()).isEqualTo(one.primaryId());
        assertThat(other.primaryId()).isNotEqualTo(one.primaryId());
    }

    @Test
    void a_generated_file_is_readable_by_its_owner_alone_and_is_taken() throws Exception {
        var file = folder.resolve("keyset.json");

        MasterKeyset.generateFile(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(MasterKeyset.of(new VaultSettings("", file.toString())).ids())
                .hasSize(1);
    }

    @Test
    void an_existing_file_is_never_overwritten() throws Exception {
        var file = folder.resolve("keyset.json");
        MasterKeyset.generateFile(file);
        var before = Files.readString(file);

        assertThatThrownBy(() -> MasterKeyset.generateFile(file)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-rw-rw-", "rw---x---"})
    void a_file_open_to_others_is_refused(String mode) throws Exception {
        var file = folder.resolve("keyset.json");
        MasterKeyset.generateFile(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

        assertThatThrownBy(() -> MasterKeyset.of(new VaultSettings("", file.toString())))
                .hasMessageContaining(mode)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        var file = folder.resolve("nowhere.json").toString();

        assertThatThrownBy(() -> MasterKeyset.of(new VaultSettings("", file)))
                .hasMessageContaining(file)
                .hasMessageContaining("does not exist");
    }

    @Test
    void a_file_that_holds_no_keyset_is_refused_without_quoting_it() throws Exception {
        var file = folder.resolve("keyset.json");
        MasterKeyset.generateFile(file);
        Files.writeString(file, "{\"key\": planted-secret}");

        assertThatThrownBy(() -> MasterKeyset.of(new VaultSettings("", file.toString())))
                .hasMessageContaining("not a Tink AEAD keyset")
                .hasMessageNotContaining("planted-secret")
                .hasNoCause();
    }

    @Test
    void with_both_the_files_key_wraps_and_the_single_key_still_opens() throws Exception {
        var file = folder.resolve("keyset.json");
        MasterKeyset.generateFile(file);
        var single = MasterKeyset.of(new VaultSettings(TestVault.KEY, ""));
        var fromFile = MasterKeyset.of(new VaultSettings("", file.toString()));

        var both = MasterKeyset.of(new VaultSettings(TestVault.KEY, file.toString()));

        assertThat(both.primaryId()).isEqualTo(fromFile.primaryId());
        assertThat(both.ids()).containsExactlyInAnyOrder(single.primaryId(), fromFile.primaryId());
    }

    @Test
    void what_holds_a_key_prints_none() {
        var settings = new VaultSettings(TestVault.KEY, "");

        assertThat(settings.toString()).contains("***").doesNotContain(TestVault.KEY);
        assertThat(MasterKeyset.of(settings)).hasToString("MasterKeyset[***]");
    }
}
