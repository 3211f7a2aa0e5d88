package io.kalends.schemas.release;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.kalends.schemas.KalendsRecords;

import static org.assertj.core.api.Assertions.assertThat;

class ReleasedSchemasTest {

    static Stream<Schema> records() {
        return KalendsRecords.byName().values().stream();
    }

    @ParameterizedTest
    @MethodSource("records")
    void every_record_is_fully_compatible_with_all_of_its_releases(Schema current) {
        var releases = ReleasedSchemas.of(current.getName());

        assertThat(releases).isNotEmpty();
        assertThat(releases)
                .allSatisfy(released ->
                        assertThat(Compatibility.violations(released, current)).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("records")
    void every_release_is_fully_compatible_with_all_later_ones(Schema current) {
        var releases = ReleasedSchemas.of(current.getName());

        for (int later = 0; later < releases.size(); later++) {
            for (int earlier = 0; earlier <= later; earlier++) {
                assertThat(Compatibility.violations(releases.get(earlier), releases.get(later)))
                        .isEmpty();
            }
        }
    }

    /// Without a registry a consumer knows only what its jar holds: a schema in use that was never put on file would
    /// be unreadable after the next change.
    @ParameterizedTest
    @MethodSource("records")
    void what_is_written_today_is_the_newest_release_on_file(Schema current) {
        var releases = ReleasedSchemas.of(current.getName());

        assertThat(SchemaNormalization.toParsingForm(releases.get(releases.size() - 1)))
                .as(
                        "copy target/avsc/%1$s.avsc to src/main/resources/avro/released/%1$s/%2$d.avsc",
                        current.getName(), releases.size() + 1)
                .isEqualTo(SchemaNormalization.toParsingForm(current));
    }

    @Test
    void every_file_of_a_release_is_found_by_its_record_and_number() throws IOException, URISyntaxException {
        var root = Path.of(ReleasedSchemas.class.getResource("/avro/released").toURI());

        try (var files = Files.walk(root)) {
            var found = files.filter(Files::isRegularFile).toList();

            assertThat(found)
                    .hasSize(records()
                            .mapToInt(schema ->
                                    ReleasedSchemas.of(schema.getName()).size())
                            .sum());
        }
    }

    @Test
    void a_record_that_was_never_released_has_no_versions() {
        assertThat(ReleasedSchemas.of("Payroll")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("records")
    void the_jar_holds_each_record_as_one_self_contained_file(Schema current) throws IOException {
        try (var file = SchemaFiles.class.getResourceAsStream("/avro/" + current.getName() + ".avsc")) {
            var parsed = new Schema.Parser().parse(file);

            assertThat(SchemaNormalization.parsingFingerprint64(parsed))
                    .isEqualTo(SchemaNormalization.parsingFingerprint64(current));
            assertThat(parsed.getDoc()).isEqualTo(current.getDoc());
            assertThat(Compatibility.violations(parsed, current)).isEmpty();
        }
    }

    @Test
    void the_files_say_nothing_about_java(@TempDir Path folder) throws IOException {
        SchemaFiles.main(new String[] {folder.resolve("a").toString()});

        try (var files = Files.list(folder.resolve("a"))) {
            var all = files.toList();

            assertThat(all).hasSameSizeAs(KalendsRecords.byName().keySet());
            assertThat(all)
                    .allSatisfy(file ->
                            assertThat(file).content().doesNotContain("java").contains("\"doc\"", "\"fields\""));
        }
    }
}
