package io.kalends.worker.persistence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

import io.kalends.schemas.CloudEvents;
import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.worker.outbox.Outbox;
import io.kalends.worker.outbox.OutboxRow;

/// Emits records: numbers them without a gap and hands their final bytes to the outbox, within the transaction
/// of what they tell of.
final class Journal {

    private static final String SOURCE = "/kalends/sync-worker";

    private final Connections connections;
    private final Outbox outbox;
    private final Encoding encoding;
    private final Supplier<UUID> eventIds;

    /// How records become bytes, and where they go.
    record Encoding(AvroCodec codec, Topics topics) {}

    Journal(Connections connections, Outbox outbox, Encoding encoding, Supplier<UUID> eventIds) {
        this.connections = connections;
        this.outbox = outbox;
        this.encoding = encoding;
        this.eventIds = eventIds;
    }

    /// Emits `drafts` in this order.
    ///
    /// @param row locked by this transaction
    /// @return their ids, in the same order
    List<UUID> write(ConnectionRow row, List<Draft> drafts) {
        if (drafts.isEmpty()) {
            return List.of();
        }
        var sequence = connections.allocate(row, drafts.size());
        var rows = new ArrayList<OutboxRow>(drafts.size());
        for (var draft : drafts) {
            rows.add(stamped(row, draft, sequence++));
        }
        outbox.append(rows);
        return rows.stream().map(OutboxRow::id).toList();
    }

    /// Erases events from their topic.
    ///
    /// @param recordKeys of the records to be forgotten
    void erase(ConnectionRow row, List<String> recordKeys) {
        if (recordKeys.isEmpty()) {
            return;
        }
        var topic = encoding.topics().eventChanged();
        outbox.append(recordKeys.stream()
                .map(recordKey -> {
                    var id = eventIds.get();
                    return new OutboxRow(
                            id, row.text(), topic, recordKey, type(topic), null, headers(row, id, topic), null);
                })
                .toList());
    }

    private OutboxRow stamped(ConnectionRow row, Draft draft, long sequence) {
        var id = eventIds.get();
        var topic = draft.kind().topic(encoding.topics());
        var record = draft.record().apply(new Draft.Stamp(id, row.key(), row.now(), sequence));
        return new OutboxRow(
                id,
                row.text(),
                topic,
                draft.recordKey(),
                type(topic),
                sequence,
                headers(row, id, topic),
                encoding.codec().encode(topic, record));
    }

    private Map<String, String> headers(ConnectionRow row, UUID id, String topic) {
        return CloudEvents.of(id.toString(), type(topic), SOURCE, row.text(), row.now());
    }

    private String type(String topic) {
        return topic.substring(encoding.topics().prefix().length());
    }
}
