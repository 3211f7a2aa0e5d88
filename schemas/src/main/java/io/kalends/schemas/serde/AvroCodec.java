package io.kalends.schemas.serde;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/// Encodes the records of the contract and reads them back. Safe for use by many threads.
///
/// Without a schema registry it writes Avro single-object encoding: `C3 01`, the 8-byte fingerprint of the writer's
/// schema (little-endian), the body. With one it writes the Confluent wire format: `00`, the 4-byte id of the writer's
/// schema (big-endian), the body. It reads both, whatever it writes, as long as it has the registry that gave the ids.
///
/// @see <a href="https://avro.apache.org/docs/1.12.0/specification/#single-object-encoding">Single-object encoding</a>
/// @see <a href="https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/">Wire
/// format</a>
public final class AvroCodec {

    static final byte[] SINGLE_OBJECT_MAGIC = {(byte) 0xC3, 0x01};
    static final int SINGLE_OBJECT_HEADER = SINGLE_OBJECT_MAGIC.length + Long.BYTES;
    private static final byte REGISTRY_MAGIC = 0;
    private static final int REGISTRY_HEADER = 1 + Integer.BYTES;
    private static final Duration REGISTRY_DEADLINE = Duration.ofSeconds(5);

    private final @Nullable Registry registry;

    /// A codec for single-object encoding.
    public AvroCodec() {
        this(null);
    }

    AvroCodec(@Nullable Registry registry) {
        this.registry = registry;
    }

    /// A codec that writes for `registry` and registers what the registry does not know.
    ///
    /// @param registry address of the schema registry, e.g. `http://localhost:8081`; null: single-object encoding
    public static AvroCodec create(@Nullable URI registry) {
        return create(registry, true);
    }

    /// A codec that writes for `registry`.
    ///
    /// @param registry address of the schema registry, e.g. `http://localhost:8081`; null: single-object encoding
    /// @param autoRegister whether a schema that the registry does not know is registered, as `<topic>-value`; when
    /// false, encoding waits (as [RegistryUnavailableException]) until somebody has done it
    public static AvroCodec create(@Nullable URI registry, boolean autoRegister) {
        return create(registry, autoRegister, REGISTRY_DEADLINE);
    }

    static AvroCodec create(@Nullable URI registry, boolean autoRegister, Duration deadline) {
        return new AvroCodec(registry == null ? null : new Registry(registry, autoRegister, deadline));
    }

    /// Asks the registry for what encoding records of `schema` for `topic` needs, so that [#encode] need not ask it
    /// any more. Does nothing without a registry, or when that is known.
    ///
    /// @throws RegistryUnavailableException when the registry is needed and gives no id; worth trying again
    public void prepare(String topic, Schema schema) {
        if (registry != null) {
            registry.id(topic, schema);
        }
    }

    /// Bytes of `record` for `topic`.
    ///
    /// @throws IllegalArgumentException when `record` is not of the contract or lacks a field
    /// @throws RegistryUnavailableException when the registry is needed and gives no id; worth trying again
    public byte[] encode(String topic, SpecificRecord record) {
        var name = record.getSchema().getName();
        var writer = RecordWriter.of(record);
        if (writer == null) {
            throw new IllegalArgumentException("a " + name + " for " + topic + " is not a record of Kalends");
        }
        var header =
                registry == null ? writer.singleObjectHeader() : registryHeader(registry.id(topic, record.getSchema()));
        try {
            return writer.write(header, record);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "a " + name + " for " + topic + " cannot be encoded: " + e.getMessage(), e);
        }
    }

    /// The record in `bytes`.
    ///
    /// @throws UnreadableRecordException when `bytes` is not a record of the contract; no retry will help
    /// @throws RegistryUnavailableException when the registry is needed and does not answer; worth trying again
    public SpecificRecord decode(String topic, byte[] bytes) {
        if (bytes.length >= SINGLE_OBJECT_HEADER
                && bytes[0] == SINGLE_OBJECT_MAGIC[0]
                && bytes[1] == SINGLE_OBJECT_MAGIC[1]) {
            return body(topic, bytes, SINGLE_OBJECT_HEADER, knownWriter(topic, bytes));
        }
        if (bytes.length >= REGISTRY_HEADER && bytes[0] == REGISTRY_MAGIC) {
            return body(topic, bytes, REGISTRY_HEADER, registeredWriter(topic, bytes));
        }
        throw new UnreadableRecordException("a record on " + topic + " does not start like an Avro message");
    }

    /// The record in `bytes`, which must be of `type`.
    ///
    /// @throws UnreadableRecordException also when it is another record of the contract
    /// @throws RegistryUnavailableException as in [#decode(String, byte[])]
    public <T extends SpecificRecord> T decode(String topic, byte[] bytes, Class<T> type) {
        var record = decode(topic, bytes);
        if (!type.isInstance(record)) {
            throw new UnreadableRecordException("a record on " + topic + " is a "
                    + record.getSchema().getName() + " and not a " + type.getSimpleName());
        }
        return type.cast(record);
    }

    private static SpecificRecord body(String topic, byte[] bytes, int offset, RecordReader reader) {
        try {
            return reader.read(bytes, offset);
        } catch (IOException | RuntimeException e) {
            throw new UnreadableRecordException("a record on " + topic + " does not hold what its schema says", e);
        }
    }

    private static RecordReader knownWriter(String topic, byte[] bytes) {
        long fingerprint = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(SINGLE_OBJECT_MAGIC.length);
        var reader = KnownWriters.reader(fingerprint);
        if (reader == null) {
            throw new UnreadableRecordException("a record on " + topic + " was written with unknown schema "
                    + Long.toHexString(fingerprint) + "; a newer version of this jar may know it");
        }
        return reader;
    }

    private RecordReader registeredWriter(String topic, byte[] bytes) {
        if (registry == null) {
            throw new UnreadableRecordException("a record on " + topic
                    + " names a schema by its id in a schema registry; set kalends.schema-registry.url to read it");
        }
        return registry.reader(ByteBuffer.wrap(bytes).getInt(1));
    }

    private static byte[] registryHeader(int id) {
        return ByteBuffer.allocate(REGISTRY_HEADER)
                .put(REGISTRY_MAGIC)
                .putInt(id)
                .array();
    }
}
