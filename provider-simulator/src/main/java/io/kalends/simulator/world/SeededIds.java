package io.kalends.simulator.world;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Names that look random and are the same for the same seed.
public record SeededIds(long seed) {
    /// 26 characters of `0`-`9` and `a`-`v`, the alphabet of event ids.
    public String id(String scope, long number) {
        return new BigInteger(1, digest(scope, number)).toString(32).substring(0, 26);
    }

    /// A number for seeding a generator that belongs to `scope` alone.
    public long number(String scope, long number) {
        return new BigInteger(digest(scope, number)).longValue();
    }

    private byte[] digest(String scope, long number) {
        try {
            var text = seed + "/" + scope + "/" + number;
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
