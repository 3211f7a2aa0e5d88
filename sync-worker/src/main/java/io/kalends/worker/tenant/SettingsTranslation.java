package io.kalends.worker.tenant;

import org.jspecify.annotations.Nullable;

import io.kalends.schemas.serde.AvroCodec;
import io.kalends.schemas.serde.UnreadableRecordException;
import io.kalends.schemas.v1.TenantSettingsRequested;

/// From bytes on the topic to changes.
final class SettingsTranslation {

    private static final int LONGEST_ID = 200;

    private final AvroCodec codec;

    SettingsTranslation(AvroCodec codec) {
        this.codec = codec;
    }

    /// @throws UnreadableRecordException when `value` is no settings that this version can keep
    SettingsChange read(String topic, byte @Nullable [] value) {
        if (value == null) {
            throw new UnreadableRecordException("a record without a value asks for nothing");
        }
        var asked = codec.decode(topic, value, TenantSettingsRequested.class);
        try {
            return change(asked);
        } catch (IllegalArgumentException e) {
            throw new UnreadableRecordException(String.valueOf(e.getMessage()), e);
        }
    }

    private static SettingsChange change(TenantSettingsRequested asked) {
        return new SettingsChange(
                id("tenantId", asked.getTenantId()),
                id("commandId", asked.getCommandId()),
                asked.getVersion(),
                new TenantSettings(
                        asked.getWindowBackDays(),
                        asked.getWindowAheadDays(),
                        new Sharing(
                                switch (asked.getShare()) {
                                    case FULL -> Share.FULL;
                                    case TIMES -> Share.TIMES;
                                    case IDS -> Share.IDS;
                                    case UNKNOWN ->
                                        throw new IllegalArgumentException(
                                                "this version does not know the share asked for");
                                },
                                asked.getPrivateAsBusy()),
                        asked.getHoldAbovePercent(),
                        asked.getHoldAboveCount()));
    }

    /// Ids reach columns and logs.
    private static String id(String name, String value) {
        if (value.isBlank() || value.length() > LONGEST_ID || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    name + " must have 1 to " + LONGEST_ID + " characters, none of them a control character");
        }
        return value;
    }
}
