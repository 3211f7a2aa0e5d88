package io.kalends.cli.doctor;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/// The migrations that this version's services bring, by the names of their files.
final class Migrations {

    private Migrations() {}

    /// Names as `V3__vault.sql`, of the service that owns `schema`.
    static List<String> of(String schema) {
        var folder = "migrations/" + schema + "/";
        try {
            var home = new File(Migrations.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (home.isDirectory()) {
                return sql(Arrays.stream(Objects.requireNonNullElse(new File(home, folder).list(), new String[0])));
            }
            try (var jar = new JarFile(home)) {
                return sql(jar.stream()
                        .map(entry -> entry.getName())
                        .filter(name -> name.startsWith(folder))
                        .map(name -> name.substring(folder.length())));
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("the migrations of " + schema + " cannot be listed", e);
        }
    }

    private static List<String> sql(Stream<String> names) {
        return names.filter(name -> name.endsWith(".sql")).sorted().toList();
    }
}
