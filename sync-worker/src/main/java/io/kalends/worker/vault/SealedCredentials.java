package io.kalends.worker.vault;

import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.token.RefreshToken;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Opens credentials that were sealed for the worker. No refusal quotes what was inside, nor carries a cause that
/// does.
public final class SealedCredentials {

    private static final String CONTEXT = "kalends/credential/v1/";
    private static final int LONGEST_TOKEN = 16_384;

    private final VaultKeyPairs pairs;
    private final JsonMapper json = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    public SealedCredentials(VaultKeyPairs pairs) {
        this.pairs = pairs;
    }

    /// The credential in `sealed`, which must have been sealed for `key`.
    ///
    /// @param keyId the vault key it was sealed with
    /// @throws CredentialRejectedException when it does not open or is not a credential
    public ArrivedCredential open(ConnectionKey key, String keyId, byte[] sealed) {
        var opener = pairs.opener(keyId);
        if (opener == null) {
            throw new CredentialRejectedException("the credential was sealed with vault key '" + keyId
                    + "', which is not here: read the newest VaultKey and seal again");
        }
        byte[] plain;
        try {
            plain = opener.decrypt(sealed, (CONTEXT + Field.row(key)).getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new CredentialRejectedException("the credential does not open with vault key '" + keyId
                    + "': altered, or sealed for another connection than " + Field.row(key));
        }
        return read(plain);
    }

    private ArrivedCredential read(byte[] plain) {
        JsonNode root;
        try {
            root = json.readTree(plain);
        } catch (JacksonException e) {
            throw new CredentialRejectedException("the sealed credential is not JSON");
        }
        if (!root.isObject()) {
            throw new CredentialRejectedException("the sealed credential is not a JSON object");
        }
        var refresh = text(root, "refreshToken");
        if (refresh == null) {
            throw new CredentialRejectedException("the sealed credential has no refreshToken");
        }
        var access = text(root, "accessToken");
        var expiresAt = instant(text(root, "expiresAt"));
        return new ArrivedCredential(
                new RefreshToken(refresh),
                access == null || expiresAt == null ? null : new ArrivedCredential.Access(access, expiresAt));
    }

    private static @Nullable String text(JsonNode root, String field) {
        var node = root.get(field);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isString()
                || node.stringValue().isBlank()
                || node.stringValue().length() > LONGEST_TOKEN) {
            throw new CredentialRejectedException(
                    "the sealed credential's " + field + " is not a text of 1 to " + LONGEST_TOKEN + " characters");
        }
        return node.stringValue();
    }

    private static @Nullable Instant instant(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new CredentialRejectedException(
                    "the sealed credential's expiresAt is not an instant like 2026-01-31T12:00:00Z");
        }
    }
}
