/// The contract on Kafka: topic names, keys, the partition rule, dead letters, the serde. Start at
/// [io.kalends.schemas.Topics]. The records themselves are generated from `src/main/avro` into
/// [io.kalends.schemas.v1]. No logic beyond that may enter, and nothing that a CRM on Java 17 could not load.
@NullMarked
package io.kalends.schemas;

import org.jspecify.annotations.NullMarked;
