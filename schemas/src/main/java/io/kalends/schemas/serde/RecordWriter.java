package io.kalends.schemas.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.stream.Collectors;

import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

import io.kalends.schemas.KalendsRecords;

/// Writes the records of one generated class. Safe for use by many threads.
final class RecordWriter {

    private static final int USUAL_SIZE = 512;
    private static final Map<String, RecordWriter> BY_NAME = KalendsRecords.byName().entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> new RecordWriter(entry.getValue())));

    private final SpecificDatumWriter<SpecificRecord> writer;
    private final byte[] singleObjectHeader;

    private RecordWriter(Schema schema) {
        this.writer = new SpecificDatumWriter<>(schema, RecordReader.MODEL);
        this.singleObjectHeader = ByteBuffer.allocate(AvroCodec.SINGLE_OBJECT_HEADER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(AvroCodec.SINGLE_OBJECT_MAGIC)
                .putLong(SchemaNormalization.parsingFingerprint64(schema))
                .array();
    }

    /// The writer of `record`, or null when it is no record of the contract.
    static @Nullable RecordWriter of(SpecificRecord record) {
        return BY_NAME.get(record.getSchema().getFullName());
    }

    byte[] singleObjectHeader() {
        return singleObjectHeader;
    }

    /// `header` and the record's body behind it.
    byte[] write(byte[] header, SpecificRecord record) throws IOException {
        var out = new ByteArrayOutputStream(USUAL_SIZE);
        out.write(header);
        // the direct encoder keeps no buffer, so there is nothing worth keeping between calls
        writer.write(record, EncoderFactory.get().directBinaryEncoder(out, null));
        return out.toByteArray();
    }
}
