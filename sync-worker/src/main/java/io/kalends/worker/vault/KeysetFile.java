package io.kalends.worker.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.Set;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;

import static java.nio.charset.StandardCharsets.UTF_8;

/// A keyset in a file, in Tink's JSON, which nobody but its owner may open.
///
/// No message and no cause quotes what the file holds.
record KeysetFile(Path path) {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    /// A keyset of one fresh key.
    static KeysetHandle fresh() {
        try {
            return Primitives.read(() -> KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a fresh AES-256-GCM keyset could not be made", e);
        }
    }

    /// The keyset in the file.
    ///
    /// @throws IllegalArgumentException when it is not there or cannot be used; the message says what to do
    KeysetHandle read() {
        try {
            refuseOthers();
            var json = Files.readString(path);
            return Primitives.read(() -> TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get()));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("keyset file " + path + " does not exist", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("keyset file " + path + " cannot be read: " + e.getMessage(), e);
        } catch (GeneralSecurityException _) {
            throw new IllegalArgumentException("keyset file " + path + " is not a Tink AEAD keyset in JSON");
        }
    }

    /// Writes a file that must not be there yet.
    void create(KeysetHandle keyset) throws IOException {
        write(path, keyset);
    }

    /// Writes in the place of what is there: whoever reads at the same time gets the one or the other, whole.
    void replace(KeysetHandle keyset) throws IOException {
        var target = path.toRealPath();
        var beside = target.resolveSibling(target.getFileName() + ".new");
        write(beside, keyset);
        Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(Path path, KeysetHandle keyset) throws IOException {
        var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = posix(path)
                ? Files.newByteChannel(path, options, PosixFilePermissions.asFileAttribute(OWNER_ONLY))
                : Files.newByteChannel(path, options)) {
            var json = TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get());
            var bytes = ByteBuffer.wrap(json.getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a keyset could not be written as JSON", e);
        }
    }

    private void refuseOthers() throws IOException {
        if (!posix(path)) {
            return;
        }
        var permissions = Files.getPosixFilePermissions(path);
        if (permissions.stream().anyMatch(permission -> !permission.name().startsWith("OWNER"))) {
            throw new IllegalArgumentException("keyset file " + path + " is open to others than its owner ("
                    + PosixFilePermissions.toString(permissions) + "): chmod 600 it");
        }
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
