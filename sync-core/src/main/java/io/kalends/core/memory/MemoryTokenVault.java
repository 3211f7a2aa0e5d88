package io.kalends.core.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.token.AccessToken;
import io.kalends.core.token.Credential;
import io.kalends.core.token.RefreshToken;
import io.kalends.core.token.TokenEndpoint.Grant;
import io.kalends.core.token.TokenVault;

/// A [TokenVault] in the heap, unsealed.
public final class MemoryTokenVault implements TokenVault {

    private record Slot(
            RefreshToken refresh,
            @Nullable String access,
            Instant expiresAt,
            long version,
            long epoch,
            Instant leasedUntil) {}

    private final InstantSource clock;
    private final Map<ConnectionKey, Slot> slots = new HashMap<>();

    public MemoryTokenVault(InstantSource clock) {
        this.clock = clock;
    }

    /// Stores a user's grant, as a connect does.
    public synchronized void connect(ConnectionKey key, RefreshToken refresh, @Nullable AccessToken access) {
        var held = slots.get(key);
        var expiresAt = access == null ? Instant.EPOCH : clock.instant().plus(access.remaining());
        var version = held == null ? 1 : held.version() + 1;
        slots.put(
                key, new Slot(refresh, access == null ? null : access.secret(), expiresAt, version, 0, Instant.EPOCH));
    }

    @Override
    public synchronized @Nullable Credential read(ConnectionKey key) {
        var slot = slots.get(key);
        if (slot == null) {
            return null;
        }
        var secret = slot.access();
        var access =
                secret == null ? null : new AccessToken(secret, Duration.between(clock.instant(), slot.expiresAt()));
        return new Credential(slot.refresh(), access, slot.version());
    }

    @Override
    public synchronized @Nullable RefreshLease lease(ConnectionKey key, long version, Duration length) {
        var slot = slots.get(key);
        var now = clock.instant();
        if (slot == null || slot.version() != version || slot.leasedUntil().isAfter(now)) {
            return null;
        }
        var epoch = slot.epoch() + 1;
        slots.put(key, new Slot(slot.refresh(), slot.access(), slot.expiresAt(), version, epoch, now.plus(length)));
        return new RefreshLease(key, version, epoch);
    }

    @Override
    public synchronized boolean store(RefreshLease lease, Grant.Refreshed grant) {
        var slot = slots.get(lease.key());
        if (slot == null || slot.version() != lease.version() || slot.epoch() != lease.epoch()) {
            return false;
        }
        var rotated = grant.rotated();
        slots.put(
                lease.key(),
                new Slot(
                        rotated == null ? slot.refresh() : rotated,
                        grant.access().secret(),
                        clock.instant().plus(grant.access().remaining()),
                        slot.version() + 1,
                        slot.epoch(),
                        Instant.EPOCH));
        return true;
    }

    @Override
    public synchronized void release(RefreshLease lease) {
        var slot = slots.get(lease.key());
        if (slot != null && slot.epoch() == lease.epoch()) {
            slots.put(
                    lease.key(),
                    new Slot(
                            slot.refresh(),
                            slot.access(),
                            slot.expiresAt(),
                            slot.version(),
                            slot.epoch(),
                            Instant.EPOCH));
        }
    }
}
