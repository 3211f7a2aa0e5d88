package io.kalends.worker.persistence;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.ConnectionKey;
import io.kalends.schemas.Keys;
import io.kalends.worker.vault.Sealer;
import io.kalends.worker.vault.Sealer.SealBrokenException;

/// Seals cursors and page tokens for their place. Never called inside a transaction: the sealer may need one itself.
final class Cursors {

    /// Where a sealed text is kept.
    enum Field {
        /// Where the calendar's next delta starts.
        CURSOR("cursor"),
        /// Where the walk under way goes on.
        WALK("walk");

        private final String place;

        Field(String place) {
            this.place = place;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Cursors.class);

    private final Sealer sealer;

    Cursors(Sealer sealer) {
        this.sealer = sealer;
    }

    byte[] seal(ConnectionKey key, CalendarId calendar, Field field, String text) {
        return sealer.seal(key.tenantId(), place(key, calendar, field), text.getBytes(StandardCharsets.UTF_8));
    }

    /// Null when it does not open: the calendar is then read as if nothing were known.
    @Nullable
    String open(ConnectionKey key, CalendarId calendar, Field field, byte[] sealed) {
        return open(key, place(key, calendar, field), sealed);
    }

    private @Nullable String open(ConnectionKey key, String place, byte[] sealed) {
        try {
            return new String(sealer.open(key.tenantId(), place, sealed), StandardCharsets.UTF_8);
        } catch (SealBrokenException e) {
            LOG.warn("a sealed {} does not open and counts as none: {}", place, e.getMessage());
            return null;
        }
    }

    /// Seals where the next listing of an account's calendars starts.
    byte[] sealList(ConnectionKey key, String text) {
        return sealer.seal(key.tenantId(), listPlace(key), text.getBytes(StandardCharsets.UTF_8));
    }

    /// Null when it does not open: the next listing is then a whole one.
    @Nullable
    String openList(ConnectionKey key, byte[] sealed) {
        return open(key, listPlace(key), sealed);
    }

    private static String listPlace(ConnectionKey key) {
        return KeyText.of(key) + "/calendars";
    }

    private static String place(ConnectionKey key, CalendarId calendar, Field field) {
        var hash = HexFormat.of().formatHex(Keys.eventHash(calendar.value(), ""));
        return KeyText.of(key) + "/" + hash + "/" + field.place;
    }
}
