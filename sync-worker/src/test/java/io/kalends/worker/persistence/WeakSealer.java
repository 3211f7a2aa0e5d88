package io.kalends.worker.persistence;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.kalends.worker.vault.Sealer;

/// A sealer that hides little and yet opens only where it sealed.
final class WeakSealer implements Sealer {

    volatile boolean broken;

    @Override
    public byte[] seal(String tenantId, String place, byte[] plain) {
        var lock = lock(tenantId, place);
        var sealed = Arrays.copyOf(lock, lock.length + plain.length);
        for (int i = 0; i < plain.length; i++) {
            sealed[lock.length + i] = (byte) (plain[i] ^ 0x5a);
        }
        return sealed;
    }

    @Override
    public byte[] open(String tenantId, String place, byte[] sealed) {
        var lock = lock(tenantId, place);
        if (broken || sealed.length < lock.length || !Arrays.equals(lock, Arrays.copyOf(sealed, lock.length))) {
            throw new SealBrokenException("sealed for another place", new IllegalStateException(place));
        }
        var plain = Arrays.copyOfRange(sealed, lock.length, sealed.length);
        for (int i = 0; i < plain.length; i++) {
            plain[i] ^= 0x5a;
        }
        return plain;
    }

    private static byte[] lock(String tenantId, String place) {
        return (tenantId + "|" + place + "|").getBytes(StandardCharsets.UTF_8);
    }
}
