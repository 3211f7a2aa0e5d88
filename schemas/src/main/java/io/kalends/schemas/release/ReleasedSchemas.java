package io.kalends.schemas.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import org.apache.avro.Schema;

/// Every version of every record that was ever released, from `/avro/released/<Record>/<n>.avsc` in this jar, where `n`
/// counts from 1 without a gap.
public final class ReleasedSchemas {

    private ReleasedSchemas() {}

    /// The released versions of one record, oldest first; empty when it was never released.
    ///
    /// @param record simple name, e.g. `SyncCompleted`
    public static List<Schema> of(String record) {
        var versions = new ArrayList<Schema>();
        try {
            while (true) {
                var name = "/avro/released/" + record + "/" + (versions.size() + 1) + ".avsc";
                try (var file = ReleasedSchemas.class.getResourceAsStream(name)) {
                    if (file == null) {
                        return List.copyOf(versions);
                    }
                    versions.add(new Schema.Parser().parse(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the released schemas of " + record + " cannot be read from this jar", e);
        }
    }
}
