package io.kalends.worker.vault;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashSet;
import java.util.Set;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import org.jspecify.annotations.Nullable;

/// The keys that wrap all other keys. They are in memory and in the operators' hands, never in the database.
///
/// With a keyset file and `ENCRYPTION_KEY` both set, the file's primary key wraps and the single key still opens what
/// it wrapped before.
public final class MasterKeyset {

    private final KeysetHandle keyset;
    private final Aead aead;

    private MasterKeyset(KeysetHandle keyset) throws GeneralSecurityException {
        this.keyset = keyset;
        this.aead = Primitives.of(keyset, Aead.class);
    }

    /// Writes a keyset with one fresh key to `file`, which must not be there yet, readable by its owner alone.
    public static void generateFile(Path file) throws IOException {
        new KeysetFile(file).create(KeysetFile.fresh());
    }

    /// The keyset `settings` name.
    ///
    /// @throws IllegalArgumentException when it is not there or cannot be used; the message says what to do
    static MasterKeyset of(VaultSettings settings) {
        try {
            if (settings.keysetFile().isBlank()) {
                return new MasterKeyset(
                        EncryptionKey.of(settings.encryptionKey()).alone());
            }
            var file = new KeysetFile(Path.of(settings.keysetFile())).read();
            return new MasterKeyset(
                    settings.encryptionKey().isBlank()
                            ? file
                            : EncryptionKey.of(settings.encryptionKey()).addedTo(file));
        } catch (GeneralSecurityException _) {
            // without the cause: its message may quote what was read
            throw new IllegalArgumentException(
                    settings.keysetFile().isBlank()
                            ? "ENCRYPTION_KEY does not make a keyset"
                            : "keyset file " + settings.keysetFile()
                                    + " is not a Tink AEAD keyset, or another key in it"
                                    + " has the id of ENCRYPTION_KEY");
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
}
