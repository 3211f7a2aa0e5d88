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

    private final InstantSource clock;
    private final Map<ConnectionKey, Slot> slots = new HashMap<>();

    public MemoryTokenVault(InstantSource clock) {
        this.clock = clock;
    }

    /// Stores a user's grant in place of whatever there was; a refresh under way loses its lease.
    public synchronized void connect(ConnectionKey key, RefreshToken refresh, @Nullable AccessToken access) {
        var held = slots.get(key);
        var dated = access == null ? null : new Dated(access, clock.instant());
        slots.put(
                key,
                held == null
                        ? new Slot(refresh, dated, 1, 0, Instant.MIN)
                        : new Slot(refresh, dated, held.version() + 1, held.epoch(), Instant.MIN));
    }

    @Override
    public synchronized @Nullable Credential read(ConnectionKey key) {
        var slot = slots.get(key);
        if (slot == null) {
            return null;
        }
        var access = slot.access();
        return new Credential(slot.refresh(), access == null ? null : access.at(clock.instant()), slot.version());
    }

    @Override
    public synchronized @Nullable RefreshLease lease(ConnectionKey key, long version, Duration length) {
        var slot = slots.get(key);
        var now = clock.instant();
        if (slot == null || slot.version() != version || slot.leasedUntil().isAfter(now)) {
            return null;
        }
        var epoch = slot.epoch() + 1;
        slots.put(key, new Slot(slot.refresh(), slot.access(), version, epoch, now.plus(length)));
        return new RefreshLease(key, version, epoch);
    }

    @Override
    public synchronized boolean store(RefreshLease lease, Grant.Refreshed grant) {
        var slot = leased(lease);
        if (slot == null) {
            return false;
        }
        var rotated = grant.rotated();
        slots.put(
                lease.key(),
                new Slot(
                        rotated == null ? slot.refresh() : rotated,
                        new Dated(grant.access(), clock.instant()),
                        slot.version() + 1,
                        slot.epoch(),
                        Instant.MIN));
        return true;
    }

    @Override
    public synchronized void release(RefreshLease lease) {
        var slot = leased(lease);
        if (slot != null) {
            slots.put(lease.key(), new Slot(slot.refresh(), slot.access(), slot.version(), slot.epoch(), Instant.MIN));
        }
    }

    /// What `lease` is about, null when somebody took it over or the credential has changed meanwhile.
    private @Nullable Slot leased(RefreshLease lease) {
        var slot = slots.get(lease.key());
        return slot != null && slot.version() == lease.version() && slot.epoch() == lease.epoch() ? slot : null;
    }

    private record Slot(RefreshToken refresh, @Nullable Dated access, long version, long epoch, Instant leasedUntil) {}

    /// A token and when it had its time remaining.
    private record Dated(AccessToken token, Instant asOf) {

        AccessToken at(Instant now) {
            return new AccessToken(token.secret(), token.remaining().minus(Duration.between(asOf, now)));
        }
    }
}
