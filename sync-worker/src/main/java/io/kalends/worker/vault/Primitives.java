package io.kalends.worker.vault;

import java.security.GeneralSecurityException;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.hybrid.HybridConfig;

/// Tink, once it knows the kinds of keys used here: no keyset is read or used but through this class.
final class Primitives {

    static {
        try {
            AeadConfig.register();
            HybridConfig.register();
        } catch (GeneralSecurityException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Primitives() {}

    /// Reads a keyset.
    static KeysetHandle read(Reading reading) throws GeneralSecurityException {
        return reading.read();
    }

    /// What can be done with `keyset`.
    static <P> P of(KeysetHandle keyset, Class<P> primitive) throws GeneralSecurityException {
        return keyset.getPrimitive(RegistryConfiguration.get(), primitive);
    }

    /// Some way to come by a keyset.
    @FunctionalInterface
    interface Reading {

        KeysetHandle read() throws GeneralSecurityException;
    }
}
