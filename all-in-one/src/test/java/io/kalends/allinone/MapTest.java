package io.kalends.allinone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MapTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern TYPE = Pattern.compile("`([A-Z][a-z][A-Za-z]+)`");
    private static final Pattern FILE = Pattern.compile("]\\(((?!http)[^)#]+)\\)");

    @Test
    void every_type_the_documents_name_exists() throws IOException {
        var named = new TreeSet<String>();
        for (var page : pages()) {
            TYPE.matcher(Files.readString(page))
                    .results()
                    .map(found -> found.group(1))
                    .forEach(named::add);
        }

        assertThat(named).hasSizeGreaterThan(20);
        assertThat(types()).containsAll(named);
    }

    @Test
    void every_file_the_documents_link_to_exists() throws IOException {
        for (var page : pages()) {
            var links = FILE.matcher(Files.readString(page)).results().map(found -> found.group(1));
            assertThat(links)
                    .as("links of %s", page)
                    .allSatisfy(link -> assertThat(page.resolveSibling(link)).exists());
        }
    }

    private static Set<Path> pages() {
        return Set.of(
                ROOT.resolve("README.md"),
                ROOT.resolve("CONTRIBUTING.md"),
                ROOT.resolve("docs/architecture.md"),
                ROOT.resolve("docs/adding-a-provider.md"),
                ROOT.resolve("docs/operations.md"),
                ROOT.resolve("docs/settings.md"));
    }

    /// Names of Java types in the sources, written and generated.
    private static Set<String> types() throws IOException {
        try (var files = Files.walk(ROOT)) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".java") || name.endsWith(".avsc"))
                    .map(name -> name.substring(0, name.lastIndexOf('.')))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
