package io.kalends.worker.vault;

/// A credential arrived that nobody can use: no retry helps. Message and causes hold nothing of what was sealed.
public final class CredentialRejectedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CredentialRejectedException(String message) {
        super(message);
    }
}
