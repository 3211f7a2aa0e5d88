package io.kalends.health.vault;

/// A credential that only the worker can open.
public final class SealedCredential {

    private final String keyId;
    private final byte[] bytes;

    SealedCredential(String keyId, byte[] bytes) {
        this.keyId = keyId;
        this.bytes = bytes.clone();
    }

    /// Id of the key pair it was sealed for.
    public String keyId() {
        return keyId;
    }

    /// The ciphertext.
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return "SealedCredential[keyId=" + keyId + ", ***]";
    }
}
