package io.kalends.schemas.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.kalends.schemas.KalendsRecords;

/// Writes one `.avsc` file per record that travels on a topic; the build runs it on the compiled classes, so that the
/// files cannot differ from them. Folders to write to are its arguments; each gets the same files.
final class SchemaFiles {

    private SchemaFiles() {}

    public static void main(String[] folders) throws IOException {
        for (var folder : folders) {
            write(Path.of(folder));
        }
    }

    static void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (var schema : KalendsRecords.byName().values()) {
            Files.writeString(folder.resolve(schema.getName() + ".avsc"), SchemaText.pretty(schema));
        }
    }
}
