package io.kalends.worker.vault;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where the master keyset comes from.
///
/// @param encryptionKey 32 bytes in base64, or empty
/// @param keysetFile path of a Tink keyset in JSON that only its owner can read, or empty
@ConfigurationProperties(prefix = "kalends.vault", ignoreUnknownFields = false)
record VaultSettings(
        @DefaultValue("") String encryptionKey,
        @DefaultValue("") String keysetFile) {

    VaultSettings {
        if (encryptionKey.isBlank() && keysetFile.isBlank()) {
            throw new IllegalArgumentException(
                    "no master key: point KALENDS_KEYSET_FILE at a Tink AEAD keyset in JSON, or set ENCRYPTION_KEY"
                            + " to 32 random bytes in base64 (openssl rand -base64 32)");
        }
    }

    @Override
    public String toString() {
        return "VaultSettings[encryptionKey=" + (encryptionKey.isBlank() ? "" : "***") + ", keysetFile=" + keysetFile
                + "]";
    }
}
