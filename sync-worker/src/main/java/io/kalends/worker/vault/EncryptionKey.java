package io.kalends.worker.vault;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Objects;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.util.SecretBytes;

import static java.nio.charset.StandardCharsets.UTF_8;

/// The master key that `ENCRYPTION_KEY` holds, as one that can be in a keyset.
final class EncryptionKey {

    private static final int KEY_BYTES = 32;

    private final AesGcmKey key;

    private EncryptionKey(AesGcmKey key) {
        this.key = key;
    }

    /// @param base64 of 32 bytes
    /// @throws IllegalArgumentException when it is something else; neither message nor cause quotes it
    @AccessesPartialKey
    static EncryptionKey of(String base64) {
        var bytes = decode(base64);
        try {
            return new EncryptionKey(AesGcmKey.builder()
                    .setParameters(PredefinedAeadParameters.AES256_GCM)
                    .setKeyBytes(SecretBytes.copyFrom(bytes, InsecureSecretKeyAccess.get()))
                    .setIdRequirement(idOf(bytes))
                    .build());
        } catch (GeneralSecurityException _) {
            throw new IllegalArgumentException("ENCRYPTION_KEY does not make an AES-256-GCM key");
        }
    }

    /// A keyset of this key alone.
    KeysetHandle alone() throws GeneralSecurityException {
        return KeysetHandle.newBuilder().addEntry(entry().makePrimary()).build();
    }

    /// `keyset`, in which this key opens and another wraps. One that has it already stays as it is.
    @AccessesPartialKey
    KeysetHandle addedTo(KeysetHandle keyset) throws GeneralSecurityException {
        for (int i = 0; i < keyset.size(); i++) {
            if (keyset.getAt(i).getKey().equalsKey(key)) {
                return keyset;
            }
        }
        return KeysetHandle.newBuilder(keyset).addEntry(entry()).build();
    }

    @Override
    public String toString() {
        return "EncryptionKey[***]";
    }

    @AccessesPartialKey
    private KeysetHandle.Builder.Entry entry() {
        return KeysetHandle.importKey(key).withFixedId(Objects.requireNonNull(key.getIdRequirementOrNull()));
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
}
