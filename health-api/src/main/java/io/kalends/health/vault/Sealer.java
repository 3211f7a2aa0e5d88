package io.kalends.health.vault;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Optional;

import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.hybrid.HybridConfig;
import tools.jackson.databind.json.JsonMapper;

import io.kalends.health.store.VaultKeyTable;
import io.kalends.health.store.VaultKeyTable.StoredKey;
import io.kalends.schemas.ConnectionKey;

/// Seals credentials with the worker's newest public key (Tink hybrid encryption), bound to the connection.
public final class Sealer {

    private static final String CONTEXT = "kalends/credential/v1/";

    private final VaultKeyTable keys;
    private final JsonMapper json;

    Sealer(VaultKeyTable keys, JsonMapper json) throws GeneralSecurityException {
        HybridConfig.register();
        this.keys = keys;
        this.json = json;
    }

    /// The sealed form of `credential`; empty until the worker has published a key.
    ///
    /// @throws IllegalStateException when the published key is none that Tink can use
    public Optional<SealedCredential> seal(ConnectionKey connection, Credential credential) {
        return keys.current().map(key -> sealWith(key, connection, credential));
    }

    private SealedCredential sealWith(StoredKey key, ConnectionKey connection, Credential credential) {
        var context = (CONTEXT + connection.text()).getBytes(StandardCharsets.UTF_8);
        try {
            var keyset = TinkProtoKeysetFormat.parseKeysetWithoutSecret(
                    Base64.getDecoder().decode(key.publicKeyset()));
            var hybrid = keyset.getPrimitive(RegistryConfiguration.get(), HybridEncrypt.class);
            return new SealedCredential(key.keyId(), hybrid.encrypt(plain(credential), context));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "the worker's public key " + key.keyId()
                            + " cannot be used; look at who publishes to the vault key topic",
                    e);
        }
    }

    private byte[] plain(Credential credential) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("refreshToken", credential.refreshToken());
        if (credential.accessToken() != null) {
            fields.put("accessToken", credential.accessToken());
        }
        if (credential.expiresAt() != null) {
            fields.put("expiresAt", credential.expiresAt().toString());
        }
        return json.writeValueAsBytes(fields);
    }
}
