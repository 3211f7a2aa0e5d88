package io.kalends.schemas;

import java.nio.charset.StandardCharsets;

/// What is connected: one user's account at one provider, within one tenant. Its text `tenantId/userId/provider`, each
/// part percent-encoded (RFC 3986, everything but unreserved characters), is the record key of every topic but
/// `event.changed`.
///
/// @param tenantId the CRM's opaque id of the tenant, 1 to 200 characters
/// @param userId the CRM's opaque id of the user, 1 to 200 characters
/// @param provider `google` or `outlook`
public record ConnectionKey(String tenantId, String userId, String provider) {

    private static final int LONGEST_ID = 200;

    public ConnectionKey {
        check("tenantId", tenantId);
        check("userId", userId);
        check("provider", provider);
    }

    /// Reads the text form.
    ///
    /// @throws IllegalArgumentException when `text` is not exactly what [#text()] makes of three parts: were there
    /// two ways to write one key, its records would land in two places
    public static ConnectionKey parse(String text) {
        var parts = text.split("/", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("connection key '" + text + "' is not tenantId/userId/provider");
        }
        var key = new ConnectionKey(decode(parts[0]), decode(parts[1]), decode(parts[2]));
        if (!key.text().equals(text)) {
            throw new IllegalArgumentException("connection key '" + text + "' must be written " + key.text());
        }
        return key;
    }

    /// The text form: the record key.
    public String text() {
        return encode(tenantId) + "/" + encode(userId) + "/" + encode(provider);
    }

    @Override
    public String toString() {
        return text();
    }

    static String encode(String part) {
        var out = new StringBuilder(part.length() + 8);
        for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0)) {
                out.append(c);
            } else {
                out.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return out.toString();
    }

    private static String decode(String part) {
        var bytes = part.getBytes(StandardCharsets.UTF_8);
        var out = new byte[bytes.length];
        int n = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                out[n++] = bytes[i];
                continue;
            }
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw new IllegalArgumentException("connection key part '" + part + "' is not percent-encoded");
            }
            out[n++] = (byte) ((high << 4) | low);
            i += 2;
        }
        return new String(out, 0, n, StandardCharsets.UTF_8);
    }

    private static void check(String name, String value) {
        if (value.isBlank() || value.length() > LONGEST_ID) {
            throw new IllegalArgumentException(name + " must have 1 to " + LONGEST_ID + " characters, it has "
                    + (value.isBlank() ? "none" : String.valueOf(value.length())));
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw new IllegalArgumentException(name + " holds half a surrogate pair, which is not text");
        }
    }
}
