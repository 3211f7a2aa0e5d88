package io.kalends.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.kalends.cli.shell.Surroundings;

/// Whether the master keys are set and well-formed. Nothing of them is ever printed.
final class KeysCheck implements Check {

    private static final String NAME = "master key";
    private static final int KEY_BYTES = 32;

    private final Surroundings surroundings;

    KeysCheck(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public List<Finding> look() {
        var key = surroundings.variable("ENCRYPTION_KEY");
        var file = surroundings.variable("KALENDS_KEYSET_FILE");
        var findings = new ArrayList<Finding>();
        if (key != null) {
            findings.add(key(key));
        }
        if (file != null) {
            findings.add(file(Path.of(file)));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.warn(
                    NAME,
                    "neither ENCRYPTION_KEY nor KALENDS_KEYSET_FILE is set here",
                    "the worker needs one of them: openssl rand -base64 32, or ./kalends keyset new FILE; run doctor with"
                            + " the worker's variables to have it checked"));
        }
        return findings;
    }

    private static Finding key(String base64) {
        try {
            int bytes = Base64.getDecoder().decode(base64).length;
            return bytes == KEY_BYTES
                    ? Finding.ok(NAME, "ENCRYPTION_KEY holds " + KEY_BYTES + " bytes")
                    : Finding.fail(
                            NAME,
                            "ENCRYPTION_KEY holds " + bytes + " bytes, not " + KEY_BYTES,
                            "make one with openssl rand -base64 32");
        } catch (IllegalArgumentException _) {
            return Finding.fail(NAME, "ENCRYPTION_KEY is not base64", "make one with openssl rand -base64 32");
        }
    }

    private static Finding file(Path file) {
        try {
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
                    && Files.getPosixFilePermissions(file).stream()
                            .anyMatch(permission -> !permission.name().startsWith("OWNER"))) {
                return Finding.fail(NAME, file + " is open to others than its owner", "chmod 600 " + file);
            }
            var keyset = new ObjectMapper().readTree(file.toFile());
            int keys = keyset.path("key").size();
            var primary = keyset.path("primaryKeyId");
            var hasPrimary = false;
            for (var one : keyset.path("key")) {
                hasPrimary |= one.path("keyId").asLong(-1) == primary.asLong()
                        && one.path("status").asText().equals("ENABLED");
            }
            return hasPrimary
                    ? Finding.ok(NAME, file + " holds " + keys + " key(s), primary " + primary.asLong())
                    : Finding.fail(
                            NAME, file + " is no keyset with an enabled primary key", "./kalends keyset show " + file);
        } catch (IOException e) {
            var kind = e.getClass().getSimpleName();
            return Finding.fail(NAME, file + " cannot be read as a keyset (" + kind + ")", "./kalends keyset new FILE");
        }
    }
}
