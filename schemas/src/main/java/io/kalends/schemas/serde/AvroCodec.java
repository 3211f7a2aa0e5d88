package io.kalends.schemas.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;

import org.apache.avro.AvroRuntimeException;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/// Encodes the records of the contract and reads them back.
///
/// Without a schema registry the bytes are Avro single-object encoding: `C3 01`, the 8-byte fingerprint of the
/// writer's
/// schema, the body.
public final class AvroCodec {

    private final Map<Long, BinaryMessageDecoder<SpecificRecord>> decoders;

    /// A codec for single-object encoding.
    public AvroCodec() {
        this.decoders = io.kalends.schemas.KalendsRecords.byName().values().stream()
                .collect(java.util.stream.Collectors.toUnmodifiableMap(
                        SchemaNormalization::parsingFingerprint64,
                        schema -> new BinaryMessageDecoder<>(new SpecificData(), schema)));
    }

    /// Bytes of `record` for `topic`.
    public byte[] encode(String topic, SpecificRecord record) {
        try {
            var out = new ByteArrayOutputStream(256);
            new BinaryMessageEncoder<SpecificRecord>(
                            SpecificData.getForSchema(record.getSchema()), record.getSchema(), true)
                    .encode(record, out);
            return out.toByteArray();
        } catch (IOException | AvroRuntimeException e) {
            throw new IllegalArgumentException(
                    "a " + record.getSchema().getName() + " for " + topic + " cannot be encoded: " + e.getMessage(), e);
        }
    }

    /// The record in `bytes`.
    ///
    /// @throws UnreadableRecordException when `bytes` is not a record of the contract
    public SpecificRecord decode(String topic, byte[] bytes) {
        if (bytes.length < 10 || bytes[0] != (byte) 0xC3 || bytes[1] != 0x01) {
            throw new UnreadableRecordException("a record on " + topic + " does not start like an Avro message");
        }
        long fingerprint = 0;
        for (int i = 9; i >= 2; i--) {
            fingerprint = (fingerprint << 8) | (bytes[i] & 0xff);
        }
        var decoder = decoders.get(fingerprint);
        if (decoder == null) {
            throw new UnreadableRecordException(
                    "a record on " + topic + " was written with unknown schema " + Long.toHexString(fingerprint));
        }
        try {
            return decoder.decode(bytes);
        } catch (IOException | AvroRuntimeException e) {
            throw new UnreadableRecordException("a record on " + topic + " does not hold what its schema says", e);
        }
    }
}
