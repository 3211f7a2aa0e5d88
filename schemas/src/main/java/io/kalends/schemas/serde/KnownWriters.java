package io.kalends.schemas.serde;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

import io.kalends.schemas.KalendsRecords;
import io.kalends.schemas.release.ReleasedSchemas;

/// Readers for all schemas in this jar, the compiled ones and every released one, by the fingerprint that single-object
/// encoding carries.
final class KnownWriters {

    private static final Map<Long, RecordReader> IN_THIS_JAR = index(KalendsRecords.byName().values().stream()
            .flatMap(schema -> Stream.concat(Stream.of(schema), ReleasedSchemas.of(schema.getName()).stream()))
            .toList());

    private KnownWriters() {}

    static @Nullable RecordReader reader(long fingerprint) {
        return IN_THIS_JAR.get(fingerprint);
    }

    static Map<Long, RecordReader> index(Collection<Schema> writers) {
        return writers.stream()
                .collect(Collectors.toUnmodifiableMap(
                        SchemaNormalization::parsingFingerprint64, RecordReader::of, (first, same) -> first));
    }
}
