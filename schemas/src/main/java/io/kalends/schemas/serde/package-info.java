/// From records to bytes and back. Start at [io.kalends.schemas.serde.AvroCodec];
/// [io.kalends.schemas.serde.KalendsSerializer] and [io.kalends.schemas.serde.KalendsDeserializer] are its
/// shape for Kafka clients. No topic or service may be known in here.
@NullMarked
package io.kalends.schemas.serde;

import org.jspecify.annotations.NullMarked;
