package io.kalends.allinone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SettingsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern PREFIX =
            Pattern.compile("@ConfigurationProperties\\((?:prefix = |value = )?\"(kalends[a-z.-]*)\"");
    private static final Pattern HEADER = Pattern.compile("record \\w+\\((.*?)\\)\\s*\\{", Pattern.DOTALL);
    private static final Pattern COMPONENT = Pattern.compile("(\\w+)\\s*(?:,|$)");

    @Test
    void every_setting_a_service_knows_is_in_the_table() throws IOException {
        var table = Files.readString(ROOT.resolve("docs/settings.md"));

        var missing = new TreeSet<String>();
        for (var property : properties()) {
            var last = property.substring(property.lastIndexOf('.'));
            if (!table.contains("`" + property + "`") && !table.contains("`" + last + "`")) {
                missing.add(property);
            }
        }

        assertThat(properties()).hasSizeGreaterThan(40);
        assertThat(missing).as("settings that docs/settings.md does not name").isEmpty();
    }

    private static Set<String> properties() throws IOException {
        var properties = new TreeSet<String>();
        for (var service : Set.of("sync-worker", "scheduler-service", "health-api")) {
            try (var files = Files.walk(ROOT.resolve(service).resolve("src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(file -> collect(file, properties));
            }
        }
        return properties;
    }

    private static void collect(Path file, Set<String> properties) {
        try {
            var source = Files.readString(file);
            var prefix = PREFIX.matcher(source);
            var header = HEADER.matcher(source);
            if (prefix.find() && header.find(prefix.end())) {
                var components = header.group(1)
                        .replaceAll("@\\w+(\\([^)]*\\))?", "")
                        .replaceAll("<[^>]*>", "")
                        .replaceAll("//[^\n]*", "");
                COMPONENT
                        .matcher(components.strip())
                        .results()
                        .forEach(found -> properties.add(prefix.group(1) + "." + kebab(found.group(1))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
