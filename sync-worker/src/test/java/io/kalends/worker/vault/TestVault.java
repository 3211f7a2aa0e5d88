package io.kalends.worker.vault;

import java.security.GeneralSecurityException;
import java.util.Base64;

import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.TinkProtoKeysetFormat;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.token.RefreshToken;
import io.kalends.core.token.TokenVault;

import static java.nio.charset.StandardCharsets.UTF_8;

/// The vault of one worker, for tests of this and other rooms.
public final class TestVault {

    /// `ENCRYPTION_KEY` of the tests.
    public static final String KEY = Base64.getEncoder().encodeToString(new byte[] {
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
        31, 32
    });

    private final VaultDatabase database;
    private final TenantKeys keys;
    private final Sealer sealer;
    private final TokenVault tokens;
    private final Credentials credentials;
    private final VaultKeyPairs pairs;

    public TestVault(VaultDatabase database) {
        this(database, MasterKeyset.of(new VaultSettings(KEY, "")));
    }

    TestVault(VaultDatabase database, MasterKeyset master) {
        this.database = database;
        this.keys = new TenantKeys(database.jdbc(), master);
        this.sealer = new TenantSealer(keys);
        this.tokens = new JdbcTokenVault(database.jdbc(), sealer);
        this.credentials = new Credentials(database.jdbc(), keys, sealer);
        this.pairs = new VaultKeyPairs(database.jdbc(), database.transactions(), master);
    }

    public Sealer sealer() {
        return sealer;
    }

    public TokenVault tokens() {
        return tokens;
    }

    public Credentials credentials() {
        return credentials;
    }

    public VaultKeyPairs pairs() {
        return pairs;
    }

    TenantKeys keys() {
        return keys;
    }

    public SealedCredentials arrivals() {
        return new SealedCredentials(pairs);
    }

    /// Puts a credential to rest for a connection that is there.
    public void connect(ConnectionKey key, String refresh) {
        database.transactions()
                .executeWithoutResult(
                        _ -> credentials.put(key, new ArrivedCredential(new RefreshToken(refresh), null)));
    }

    /// What a CRM does with a credential before it sends it.
    public static byte[] seal(byte[] publicKeyset, ConnectionKey key, String json) {
        try {
            var keyset = Primitives.read(() -> TinkProtoKeysetFormat.parseKeysetWithoutSecret(publicKeyset));
            return Primitives.of(keyset, HybridEncrypt.class)
                    .encrypt(json.getBytes(UTF_8), ("kalends/credential/v1/" + Field.row(key)).getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
