package io.kalends.worker.vault;

import java.security.GeneralSecurityException;

/// Seals with AES-256-GCM under the tenant's data key; tenant and place are associated data.
final class TenantSealer implements Sealer {

    private final TenantKeys keys;

    TenantSealer(TenantKeys keys) {
        this.keys = keys;
    }

    @Override
    public byte[] seal(String tenantId, String place, byte[] plain) {
        try {
            return keys.forSealing(tenantId).encrypt(plain, AssociatedData.of("v1", tenantId, place));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("could not seal for " + place, e);
        }
    }

    @Override
    public byte[] open(String tenantId, String place, byte[] sealed) {
        var boundTo = AssociatedData.of("v1", tenantId, place);
        var seen = keys.lastSeen(tenantId);
        if (seen != null) {
            try {
                return seen.decrypt(sealed, boundTo);
            } catch (GeneralSecurityException _) {
                // the key may have been replaced since: only the stored one decides
            }
        }
        try {
            var stored = keys.stored(tenantId);
            if (stored == null) {
                throw new GeneralSecurityException("tenant " + tenantId + " has no data key");
            }
            return stored.decrypt(sealed, boundTo);
        } catch (GeneralSecurityException e) {
            throw new SealBrokenException(
                    "what is sealed for " + place + " does not open: altered, moved here from elsewhere, or sealed"
                            + " with a key that is gone",
                    e);
        }
    }
}
