package io.kalends.worker.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.util.SecretBytes;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/// The keys that wrap all other keys. They are in memory and in the operators' hands, never in the database.
///
/// With a keyset file and `ENCRYPTION_KEY` both set, the file's primary key wraps and the single key still opens what
/// it
/// wrapped before: that is how one moves from the one to the other.
public final class MasterKeyset {

    private static final int KEY_BYTES = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final KeysetHandle keyset;
    private final Aead aead;

    private MasterKeyset(KeysetHandle keyset) throws GeneralSecurityException {
        this.keyset = keyset;
        this.aead = Primitives.of(keyset, Aead.class);
    }

    /// Writes a keyset with one fresh key to `file`, which must not be there yet, readable by its owner alone.
    public static void generateFile(Path file) throws IOException {
        try {
            var keyset = Primitives.read(() -> KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM));
            var json = TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get());
            var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try (var channel = posix(file)
                    ? Files.newByteChannel(file, options, PosixFilePermissions.asFileAttribute(OWNER_ONLY))
                    : Files.newByteChannel(file, options)) {
                var bytes = ByteBuffer.wrap(json.getBytes(UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a fresh AES-256-GCM keyset could not be made", e);
        }
    }

    /// The keyset `settings` name.
    ///
    /// @throws IllegalArgumentException when it is not there or cannot be used; the message says what to do
    static MasterKeyset of(VaultSettings settings) {
        try {
            if (settings.keysetFile().isBlank()) {
                return new MasterKeyset(with(KeysetHandle.newBuilder(), settings.encryptionKey(), true));
            }
            var file = read(Path.of(settings.keysetFile()));
            if (settings.encryptionKey().isBlank()) {
                return new MasterKeyset(file);
            }
            return new MasterKeyset(with(KeysetHandle.newBuilder(file), settings.encryptionKey(), false));
        } catch (GeneralSecurityException e) {
            // without the cause: its message may quote what was read
            throw new IllegalArgumentException(
                    settings.keysetFile().isBlank()
                            ? "ENCRYPTION_KEY does not make an AES-256-GCM key"
                            : "keyset file " + settings.keysetFile()
                                    + " is not a Tink AEAD keyset in JSON, or holds the key of ENCRYPTION_KEY already");
        }
    }

    /// The id of the key that wraps.
    long primaryId() {
        return Integer.toUnsignedLong(keyset.getPrimary().getId());
    }

    /// The ids of all keys that open what they wrapped.
    Set<Long> ids() {
        var ids = new HashSet<Long>();
        for (int i = 0; i < keyset.size(); i++) {
            var entry = keyset.getAt(i);
            if (entry.getStatus().equals(KeyStatus.ENABLED)) {
                ids.add(Integer.toUnsignedLong(entry.getId()));
            }
        }
        return ids;
    }

    byte[] wrap(KeysetHandle key, byte[] associatedData) throws GeneralSecurityException {
        return TinkProtoKeysetFormat.serializeEncryptedKeyset(key, aead, associatedData);
    }

    KeysetHandle unwrap(byte[] wrapped, byte[] associatedData) throws GeneralSecurityException {
        return Primitives.read(() -> TinkProtoKeysetFormat.parseEncryptedKeyset(wrapped, aead, associatedData));
    }

    /// The same key, wrapped by the primary key; null when it does not open: it was altered, or moved from elsewhere.
    byte @Nullable [] rewrap(byte[] wrapped, byte[] associatedData) {
        try {
            return wrap(unwrap(wrapped, associatedData), associatedData);
        } catch (GeneralSecurityException _) {
            return null;
        }
    }

    @Override
    public String toString() {
        return "MasterKeyset[***]";
    }

    @AccessesPartialKey
    private static KeysetHandle with(KeysetHandle.Builder builder, String base64, boolean primary)
            throws GeneralSecurityException {
        var bytes = decode(base64);
        int id = idOf(bytes);
        var key = AesGcmKey.builder()
                .setParameters(PredefinedAeadParameters.AES256_GCM)
                .setKeyBytes(SecretBytes.copyFrom(bytes, InsecureSecretKeyAccess.get()))
                .setIdRequirement(id)
                .build();
        var entry = KeysetHandle.importKey(key).withFixedId(id);
        return builder.addEntry(primary ? entry.makePrimary() : entry).build();
    }

    private static byte[] decode(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("ENCRYPTION_KEY is not base64: make one with 'openssl rand -base64 32'");
        }
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("ENCRYPTION_KEY holds " + bytes.length + " bytes, not " + KEY_BYTES
                    + ": make one with 'openssl rand -base64 32'");
        }
        return bytes;
    }

    /// The same key always has the same id, so that a row tells which key it waits for; never 0.
    private static int idOf(byte[] key) throws GeneralSecurityException {
        var sha = MessageDigest.getInstance("SHA-256");
        sha.update("kalends master key id".getBytes(UTF_8));
        return ByteBuffer.wrap(sha.digest(key)).getInt() | 1;
    }

    private static KeysetHandle read(Path file) throws GeneralSecurityException {
        try {
            if (posix(file)) {
                var permissions = Files.getPosixFilePermissions(file);
                if (permissions.stream()
                        .anyMatch(permission -> !permission.name().startsWith("OWNER"))) {
                    throw new IllegalArgumentException("keyset file " + file + " is open to others than its owner ("
                            + PosixFilePermissions.toString(permissions) + "): chmod 600 it");
                }
            }
            var json = Files.readString(file);
            return Primitives.read(() -> TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get()));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("keyset file " + file + " does not exist", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("keyset file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean posix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
