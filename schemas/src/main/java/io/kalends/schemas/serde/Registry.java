package io.kalends.schemas.serde;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.avro.Schema;

/// Ids and readers as the schema registry tells them, each asked for once: what is known keeps working while the
/// registry is away. A record's subject is `<topic>-value`.
final class Registry {

    private static final int MOST_READERS = 1_000;

    private final RegistryClient client;
    private final boolean autoRegister;
    private final Map<Version, Integer> ids = new ConcurrentHashMap<>();
    private final Map<Integer, RecordReader> readers = new ConcurrentHashMap<>();

    Registry(URI registry, boolean autoRegister, Duration deadline) {
        this.client = new RegistryClient(registry, deadline);
        this.autoRegister = autoRegister;
    }

    private record Version(String subject, String record) {}

    /// The id with which records of `schema` are written to `topic`.
    int id(String topic, Schema schema) {
        var version = new Version(topic + "-value", schema.getFullName());
        var known = ids.get(version);
        if (known != null) {
            return known;
        }
        int id = autoRegister ? client.register(version.subject(), schema) : client.lookup(version.subject(), schema);
        ids.put(version, id);
        return id;
    }

    /// The reader of what was written with schema `id`.
    ///
    /// @throws UnreadableRecordException when the registry has no such schema, or one that is not of Kalends
    RecordReader reader(int id) {
        var known = readers.get(id);
        if (known != null) {
            return known;
        }
        var reader = RecordReader.of(client.schema(id));
        if (readers.size() >= MOST_READERS) {
            readers.clear();
        }
        readers.put(id, reader);
        return reader;
    }
}
