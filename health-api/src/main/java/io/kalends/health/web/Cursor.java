package io.kalends.health.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

import io.kalends.health.store.ConnectionFilter;
import io.kalends.schemas.ConnectionKey;

/// Where a page ended, as text that means something only together with the filter it was made for.
final class Cursor {

    private static final int MARK = 8;

    private Cursor() {}

    static String after(ConnectionKey last, ConnectionFilter filter) {
        var key = last.text().getBytes(StandardCharsets.UTF_8);
        var bytes = Arrays.copyOf(mark(filter), MARK + key.length);
        System.arraycopy(key, 0, bytes, MARK, key.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// @throws ProblemException when `cursor` was not made for `filter`
    static ConnectionKey read(String cursor, ConnectionFilter filter) {
        try {
            var bytes = Base64.getUrlDecoder().decode(cursor);
            if (bytes.length > MARK && MessageDigest.isEqual(mark(filter), Arrays.copyOf(bytes, MARK))) {
                return ConnectionKey.parse(new String(bytes, MARK, bytes.length - MARK, StandardCharsets.UTF_8));
            }
        } catch (IllegalArgumentException _) {
            // Not base64, or no key in it: the same answer as for a cursor of another filter.
        }
        throw ProblemException.badRequest(
                "invalid-cursor",
                "Parameter 'cursor' is " + Problems.shown(cursor)
                        + ", which belongs to no page of this filter; leave it out to begin at the first page.");
    }

    private static byte[] mark(ConnectionFilter filter) {
        var text = String.join(
                "\n",
                String.valueOf(filter.tenantId() == null ? "\t" : filter.tenantId()),
                String.valueOf(filter.userId() == null ? "\t" : filter.userId()),
                String.valueOf(filter.provider() == null ? "\t" : filter.provider()),
                String.valueOf(filter.withErrors()),
                String.valueOf(filter.state()));
        try {
            var sha = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(sha, MARK);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
