package io.kalends.schemas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.kalends.schemas.serde.AvroCodec;
import io.kalends.schemas.serde.KalendsDeserializer;
import io.kalends.schemas.serde.KalendsSerializer;
import io.kalends.schemas.serde.RegistryUnavailableException;
import io.kalends.schemas.serde.UnreadableRecordException;

import static org.assertj.core.api.Assertions.assertThat;

/// What the README shows is what is in the files.
class ReadmeTest {

    static String readme;

    @BeforeAll
    static void read() throws IOException {
        readme = Files.readString(Path.of("README.md"));
    }

    @Test
    void the_consumer_in_java_is_the_one_that_is_tested() throws IOException {
        var source = Path.of("src/test/java/io/kalends/schemas/example/CalendarFollower.java");

        assertThat(readme).contains("```java\n" + Files.readString(source) + "```\n");
    }

    @Test
    void the_consumer_in_python_is_the_one_in_its_file() throws IOException {
        assertThat(readme).contains("```python\n" + Files.readString(Path.of("examples/crm_calendar.py")) + "```\n");
    }

    @Test
    void every_topic_is_listed_with_its_record_and_how_long_it_is_kept() {
        for (var layout : TopicLayout.all(Topics.DEFAULT)) {
            if (layout.name().endsWith(Topics.DEAD_LETTER_SUFFIX)) {
                continue;
            }
            var record = KalendsRecords.byName().values().stream()
                    .filter(schema -> schema.getDoc().contains("Topic " + layout.name()))
                    .findFirst()
                    .orElseThrow();
            long days = layout.kept().toDays();
            var kept = layout.compacted() ? "latest.*" : days + " days?";

            assertThat(readme)
                    .containsPattern("(?m)^\\| `" + Pattern.quote(layout.name()) + "` \\| `" + record.getName()
                            + "` \\|.*\\| " + kept + " \\|$");
        }
    }

    @Test
    void types_and_files_it_names_exist() {
        var types = List.of(
                AvroCodec.class,
                KalendsSerializer.class,
                KalendsDeserializer.class,
                UnreadableRecordException.class,
                RegistryUnavailableException.class,
                ConnectionKey.class,
                Keys.class);
        var links =
                Pattern.compile("\\]\\(([^):#]+)\\)").matcher(readme).results().toList();

        assertThat(types).allSatisfy(type -> assertThat(readme).contains("`" + type.getSimpleName()));
        assertThat(links)
                .isNotEmpty()
                .allSatisfy(link -> assertThat(Path.of(link.group(1))).exists());
    }
}
