package io.kalends.schemas.serde;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.FastReaderBuilder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

import io.kalends.schemas.KalendsRecords;

/// Reads what was written with one schema into the generated class of the same name. Safe for use by many threads.
final class RecordReader {

    static final SpecificData MODEL = model();

    private final DatumReader<SpecificRecord> reader;
    private final List<Schema.Field> lists;

    private RecordReader(DatumReader<SpecificRecord> reader, Schema record) {
        this.reader = reader;
        this.lists = record.getFields().stream()
                .filter(field -> field.schema().getType() == Schema.Type.ARRAY)
                .toList();
    }

    /// A reader for what `writer` wrote.
    ///
    /// @throws UnreadableRecordException when `writer` is not a version of a record of the contract
    static RecordReader of(Schema writer) {
        if (writer.getType() != Schema.Type.RECORD) {
            throw new UnreadableRecordException("the writer's schema is no record but a " + writer.getType());
        }
        var ours = KalendsRecords.byName().get(writer.getFullName());
        if (ours == null) {
            throw new UnreadableRecordException("the writer's schema " + writer.getFullName() + " is not of Kalends");
        }
        SchemaGuard.check(writer);
        try {
            // The canonical form leaves only what the bytes depend on: no Java class names, no aliases.
            var plain = new Schema.Parser().parse(SchemaNormalization.toParsingForm(writer));
            var compatibility = SchemaCompatibility.checkReaderWriterCompatibility(ours, plain);
            if (compatibility.getType() == SchemaCompatibilityType.COMPATIBLE) {
                return new RecordReader(
                        new FastReaderBuilder(MODEL).withClassPropEnabled(false).createDatumReader(plain, ours), ours);
            }
        } catch (IOException | RuntimeException e) {
            throw new UnreadableRecordException("the schema of " + writer.getFullName() + " cannot be read with", e);
        }
        throw new UnreadableRecordException(
                "the schema of " + writer.getFullName() + " is not compatible with the one of this version");
    }

    /// The record whose body starts at `offset` and ends with `bytes`.
    ///
    /// @throws IOException or a RuntimeException, when the bytes are not what the schema says
    SpecificRecord read(byte[] bytes, int offset) throws IOException {
        var in = new BoundedDecoder(bytes, offset);
        var record = reader.read(null, in);
        in.finish();
        lists.forEach(field -> record.put(field.pos(), plainList(record.get(field.pos()))));
        return record;
    }

    /// Avro's own list throws from `equals` and `hashCode` when an element holds an optional instant.
    private static List<Object> plainList(Object avroList) {
        return new ArrayList<>((List<?>) avroList);
    }

    private static SpecificData model() {
        var model = new SpecificData(KalendsRecords.class.getClassLoader());
        model.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
        model.addLogicalTypeConversion(new TimeConversions.DateConversion());
        return model;
    }
}
