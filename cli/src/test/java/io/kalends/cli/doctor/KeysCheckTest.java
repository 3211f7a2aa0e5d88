package io.kalends.cli.doctor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.kalends.cli.shell.Surroundings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class KeysCheckTest {

    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String KEYSET = """
            {"primaryKeyId": 7, "key": [{"keyId": 7, "status": "ENABLED", "keyData": {"value": "planted"}}]}
            """;

    @Test
    void a_key_of_the_right_length_is_fine_and_never_shown() {
        assertThat(look(Map.of("ENCRYPTION_KEY", KEY))).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Finding.Level.OK);
            assertThat(finding.toString()).doesNotContain(KEY);
        });
    }

    @Test
    void a_key_that_is_none_fails_and_is_not_shown_either() {
        for (var bad : List.of("!!planted!!", Base64.getEncoder().encodeToString("planted".getBytes(UTF_8)))) {
            assertThat(look(Map.of("ENCRYPTION_KEY", bad))).singleElement().satisfies(finding -> {
                assertThat(finding.level()).isEqualTo(Finding.Level.FAIL);
                assertThat(finding.toString()).doesNotContain(bad).contains("openssl rand -base64 32");
            });
        }
    }

    @Test
    void none_at_all_is_a_warning() {
        assertThat(look(Map.of())).extracting(Finding::level).containsExactly(Finding.Level.WARN);
    }

    @Test
    void a_keyset_is_looked_at_and_must_be_its_owners_alone(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("keyset.json"), KEYSET);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(look(Map.of("KALENDS_KEYSET_FILE", file.toString())))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.found()).contains("1 key(s), primary 7").doesNotContain("planted");
                    assertThat(finding.level()).isEqualTo(Finding.Level.OK);
                });

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(look(Map.of("KALENDS_KEYSET_FILE", file.toString()))
                        .getFirst()
                        .advice())
                .contains("chmod 600");
    }

    @Test
    void a_file_that_is_no_keyset_fails(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("keyset.json"), "planted: no JSON");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        assertThat(look(Map.of("KALENDS_KEYSET_FILE", file.toString())))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Finding.Level.FAIL);
                    assertThat(finding.toString()).doesNotContain("planted");
                });
        assertThat(look(Map.of("KALENDS_KEYSET_FILE", folder + "/none"))
                        .getFirst()
                        .level())
                .isEqualTo(Finding.Level.FAIL);
    }

    private static List<Finding> look(Map<String, String> environment) {
        return new KeysCheck(new Surroundings(
                        environment,
                        new ByteArrayInputStream(new byte[0]),
                        System.out,
                        System.err,
                        false,
                        InstantSource.system(),
                        _ -> {}))
                .look();
    }
}
