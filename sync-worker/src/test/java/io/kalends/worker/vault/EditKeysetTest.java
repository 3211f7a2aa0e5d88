package io.kalends.worker.vault;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class EditKeysetTest {

    private static final byte[] PLACE = AssociatedData.of("place");

    @TempDir
    Path folder;

    private Path file;
    private String said = "";

    @BeforeEach
    void name() {
        file = folder.resolve("keyset.json");
    }

    @Test
    void the_key_of_the_environment_moves_into_a_file_under_the_same_id() throws Exception {
        var single = MasterKeyset.of(new VaultSettings(TestVault.KEY, ""));
        var wrapped = single.wrap(KeysetFile.fresh(), PLACE);

        assertThat(keyset("import")).isZero();

        assertThat(master().primaryId()).isEqualTo(single.primaryId());
        assertThat(master().unwrap(wrapped, PLACE)).isNotNull();
        var both = MasterKeyset.of(new VaultSettings(TestVault.KEY, file.toString()));
        assertThat(both.ids()).as("set in both places").containsExactly(single.primaryId());
    }

    @Test
    void a_key_is_added_promoted_disabled_and_removed_and_each_step_says_who_does_what() throws Exception {
        keyset("new");
        var first = id(master().primaryId());
        var wrapped = master().wrap(KeysetFile.fresh(), PLACE);

        keyset("add");
        assertThat(master().ids()).hasSize(2);
        assertThat(master().primaryId()).hasToString(first);
        var second = id(master().ids().stream()
                .filter(id -> !id(id).equals(first))
                .findAny()
                .orElseThrow());
        assertThat(said).contains("key " + first + ": wraps and opens (primary)", "key " + second + ": opens");

        keyset("promote", second);
        assertThat(master().primaryId()).hasToString(second);
        assertThat(master().rewrap(wrapped, PLACE)).isNotNull();

        keyset("disable", first);
        assertThat(said).contains("key " + first + ": disabled");
        assertThat(master().ids()).hasSize(1);
        assertThat(master().rewrap(wrapped, PLACE)).isNull();

        keyset("enable", first);
        assertThat(master().rewrap(wrapped, PLACE)).isNotNull();

        keyset("disable", first);
        keyset("remove", first);
        assertThat(said).doesNotContain(first).contains("key " + second + ": wraps and opens (primary)");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(folder).isDirectoryContaining(file::equals).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void what_would_lose_a_key_that_is_in_use_is_refused() throws Exception {
        keyset("new");
        var before = Files.readString(file);
        var primary = id(master().primaryId());

        assertThat(keyset("new")).isEqualTo(1);
        assertThat(keyset("disable", primary)).isEqualTo(2);
        assertThat(said).contains("promote another first");
        assertThat(keyset("remove", primary)).isEqualTo(2);
        assertThat(keyset("promote", "17")).isEqualTo(2);
        assertThat(said).contains("there is no key 17");

        assertThat(Files.readString(file)).isEqualTo(before);
    }

    @Test
    void what_makes_no_sense_is_answered_with_the_usage() {
        assertThat(keyset("dance")).isEqualTo(2);
        assertThat(said).contains("there is no action 'dance'", "usage:");
        assertThat(keyset("show")).isEqualTo(2);
        assertThat(said).contains("does not exist");
        assertThat(keyset("promote")).isEqualTo(2);
        assertThat(keyset("import", "17")).isEqualTo(2);
    }

    @Test
    void no_key_is_ever_printed() throws Exception {
        keyset("import");
        var printed = new StringBuilder(said);
        keyset("add");
        printed.append(said);
        keyset("show");
        printed.append(said);

        assertThat(printed).doesNotContain(TestVault.KEY);
        var secret = Files.readString(file).replaceAll("(?s).*?\"value\":\\s*\"([^\"]{20}).*", "$1");
        assertThat(secret).hasSize(20);
        assertThat(printed).doesNotContain(secret);
    }

    private int keyset(String action, String... key) {
        var out = new ByteArrayOutputStream();
        var printed = new PrintStream(out, true, UTF_8);
        List<String> args = new ArrayList<>(List.of(action, file.toString()));
        args.addAll(List.of(key));
        var ended =
                EditKeyset.run(args.toArray(String[]::new), Map.of("ENCRYPTION_KEY", TestVault.KEY), printed, printed);
        said = out.toString(UTF_8);
        return ended;
    }

    private MasterKeyset master() {
        return MasterKeyset.of(new VaultSettings("", file.toString()));
    }

    private static String id(long id) {
        return String.valueOf(id);
    }
}
