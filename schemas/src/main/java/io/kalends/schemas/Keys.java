package io.kalends.schemas;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/// Record keys beyond [ConnectionKey], and the partition rule.
public final class Keys {

    /// The one key of the vault key topic.
    public static final String VAULT = "worker";

    private static final int EVENT_HASH_BYTES = 16;

    private Keys() {}

    /// Key of a `CalendarEventChanged`: the connection key, `/`, and the first 128 bits of SHA-256 over the
    /// length-prefixed ids in hex.
    /// A hash, because a Google calendar id is a mail address and keys show up in logs and tools.
    public static String event(String connectionKey, String calendarId, String externalEventId) {
        return connectionKey + "/" + HexFormat.of().formatHex(eventHash(calendarId, externalEventId));
    }

    /// The 16 bytes that stand for one event of one calendar in its key.
    public static byte[] eventHash(String calendarId, String externalEventId) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            var calendar = calendarId.getBytes(StandardCharsets.UTF_8);
            sha.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(calendar.length).array());
            sha.update(calendar);
            sha.update(externalEventId.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(sha.digest(), EVENT_HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// Key of a resync command: like a connection key, with empty parts for what the command does not name.
    public static String resync(String tenantId, @Nullable String userId, @Nullable String provider) {
        return ConnectionKey.encode(tenantId) + "/" + (userId == null ? "" : ConnectionKey.encode(userId)) + "/"
                + (provider == null ? "" : ConnectionKey.encode(provider));
    }

    /// Key of what is asked about a whole tenant.
    public static String tenant(String tenantId) {
        return ConnectionKey.encode(tenantId);
    }

    /// Key of a provider's incident.
    ///
    /// @param kind as in [io.kalends.schemas.v1.IncidentKind]
    public static String incident(String provider, String kind) {
        return ConnectionKey.encode(provider) + "/" + kind;
    }

    /// The partition of everything about one connection: that of Kafka's default partitioner for the connection key.
    public static int partition(String connectionKey, int partitions) {
        return Utils.toPositive(Utils.murmur2(connectionKey.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
