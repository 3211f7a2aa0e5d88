package io.kalends.worker.command;

import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.Provider;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.schemas.v1.ConnectionRequested;

/// From bytes on the topic to commands.
final class CommandTranslation {

    private static final int LONGEST_ID = 1_000;

    private final AvroCodec codec;

    CommandTranslation(AvroCodec codec) {
        this.codec = codec;
    }

    /// @throws io.kalends.schemas.serde.UnreadableRecordException when `value` is no record of the contract
    /// @throws CommandRejectedException when it is none that can be carried out
    ConnectionCommand read(String topic, byte @Nullable [] value) {
        if (value == null) {
            throw new CommandRejectedException("a record without a value asks for nothing");
        }
        if (!(codec.decode(topic, value) instanceof ConnectionRequested requested)) {
            throw new CommandRejectedException("the record is not a ConnectionRequested");
        }
        try {
            return command(requested);
        } catch (IllegalArgumentException e) {
            throw new CommandRejectedException(String.valueOf(e.getMessage()));
        }
    }

    private static ConnectionCommand command(ConnectionRequested requested) {
        var order = order(requested);
        return switch (requested.getAction()) {
            case CONNECT -> connect(order, requested);
            case DISCONNECT -> new ConnectionCommand.Disconnect(order);
            case SELECT_CALENDARS -> new ConnectionCommand.SelectCalendars(order, calendars(requested));
            case PAUSE -> new ConnectionCommand.Pause(order);
            case RESUME -> new ConnectionCommand.Resume(order);
            case RELEASE_DELETIONS -> new ConnectionCommand.ReleaseDeletions(order, calendars(requested));
            case DISCARD_DELETIONS -> new ConnectionCommand.DiscardDeletions(order, calendars(requested));
            case UNKNOWN -> throw new IllegalArgumentException("this version does not know the action asked for");
        };
    }

    private static Set<CalendarId> calendars(ConnectionRequested requested) {
        return requested.getCalendarIds().stream()
                .map(id -> new CalendarId(id("a calendar id", id)))
                .collect(Collectors.toSet());
    }

    private static ConnectionCommand connect(Order order, ConnectionRequested requested) {
        var sealed = requested.getSealedCredential();
        var keyId = requested.getVaultKeyId();
        if (sealed == null || keyId == null) {
            throw new IllegalArgumentException("CONNECT needs sealedCredential and vaultKeyId");
        }
        var bytes = new byte[sealed.remaining()];
        sealed.duplicate().get(bytes);
        return new ConnectionCommand.Connect(order, id("vaultKeyId", keyId), bytes);
    }

    private static Order order(ConnectionRequested requested) {
        var provider = Provider.of(id("provider", requested.getProvider()));
        var key = new ConnectionKey(
                id("tenantId", requested.getTenantId()), id("userId", requested.getUserId()), provider);
        var order = new Order(id("commandId", requested.getCommandId()), key);
        // refuses what would make no key
        order.row();
        return order;
    }

    /// Ids reach columns and logs: no control characters, no end of length.
    private static String id(String name, String value) {
        if (value.isBlank() || value.length() > LONGEST_ID || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    name + " must have 1 to " + LONGEST_ID + " characters, none of them a control character");
        }
        return value;
    }
}
