package io.kalends.simulator.side;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.kalends.simulator.world.SeededIds;

/// Who was granted what: refresh tokens, and the access tokens made from them.
public final class Tokens {
    private static final int SWEEP_EVERY = 1000;

    private final SeededIds ids;
    private final Looks looks;
    private final ConcurrentMap<String, Grant> grants = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, String> current = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Access> accesses = new ConcurrentHashMap<>();
    private long issued;

    public Tokens(SeededIds ids, Looks looks) {
        this.ids = ids;
        this.looks = looks;
    }

    /// As they were written down.
    public static Tokens restored(Image image, SeededIds ids, Looks looks) {
        var tokens = new Tokens(ids, looks);
        tokens.issued = image.issued();
        image.grants().forEach(grant -> tokens.grants.put(grant.refreshToken(), grant));
        image.accesses().forEach(access -> tokens.accesses.put(access.token(), access));
        tokens.current.putAll(image.current());
        return tokens;
    }

    public synchronized Image image() {
        return new Image(issued, List.copyOf(grants.values()), List.copyOf(accesses.values()), Map.copyOf(current));
    }

    /// A new refresh token for `email`; earlier ones stay as they are.
    public synchronized Grant grant(String email, Set<String> scopes) {
        var grant = new Grant(looks.refresh() + next("refresh"), email, scopes);
        grants.put(grant.refreshToken(), grant);
        current.put(email, grant.refreshToken());
        return grant;
    }

    /// The newest refresh token of `email`, alive or not.
    public String current(String email) {
        return Optional.ofNullable(current.get(email))
                .orElseThrow(() -> new IllegalArgumentException("nobody granted access to " + email));
    }

    /// The grant of a refresh token that works.
    public Optional<Grant> granted(String refreshToken) {
        return Optional.ofNullable(grants.get(refreshToken));
    }

    /// Whether it is somebody's newest refresh token, alive or not.
    public boolean wasCurrent(String refreshToken) {
        return current.containsValue(refreshToken);
    }

    public synchronized Access issue(Grant grant, Instant now, Duration life) {
        var token = looks.access() + next("access") + next("access");
        var access = new Access(token, grant.email(), grant.scopes(), now.plus(life));
        accesses.put(token, access);
        if (issued % SWEEP_EVERY < 2) {
            accesses.values().removeIf(old -> old.expires().isBefore(now.minus(Duration.ofHours(1))));
        }
        return access;
    }

    public Optional<Access> access(String token) {
        return Optional.ofNullable(accesses.get(token));
    }

    /// A new refresh token in place of an old one.
    ///
    /// @param ending whether the old one no longer works
    public synchronized Grant rotate(Grant old, boolean ending) {
        if (ending) {
            grants.remove(old.refreshToken());
        }
        return grant(old.email(), old.scopes());
    }

    /// Ends everything `email` granted.
    public synchronized void revoke(String email) {
        grants.values().removeIf(grant -> grant.email().equals(email));
        accesses.values().removeIf(access -> access.email().equals(email));
    }

    /// Ends the access tokens of `email`; refresh tokens live on.
    public synchronized void expire(String email) {
        accesses.values().removeIf(access -> access.email().equals(email));
    }

    private String next(String kind) {
        return ids.id(kind, ++issued);
    }

    /// How a provider's tokens begin.
    public record Looks(String refresh, String access) {}

    /// A living refresh token.
    public record Grant(String refreshToken, String email, Set<String> scopes) {
        public Grant {
            scopes = Set.copyOf(scopes);
        }
    }

    /// An access token.
    public record Access(String token, String email, Set<String> scopes, Instant expires) {
        public Access {
            scopes = Set.copyOf(scopes);
        }

        public boolean covers(Set<String> anyOf) {
            return anyOf.stream().anyMatch(scopes::contains);
        }
    }

    /// All tokens as they are written down.
    public record Image(long issued, List<Grant> grants, List<Access> accesses, Map<String, String> current) {
        public Image {
            grants = List.copyOf(grants);
            accesses = List.copyOf(accesses);
            current = Map.copyOf(current);
        }
    }
}
