package io.kalends.schemas.serde;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// [AvroCodec] as a serializer of Kafka clients.
public final class KalendsSerializer implements Serializer<SpecificRecord> {

    private final AvroCodec codec;

    public KalendsSerializer() {
        this(new AvroCodec());
    }

    public KalendsSerializer(AvroCodec codec) {
        this.codec = codec;
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable SpecificRecord data) {
        return data == null ? null : codec.encode(topic, data);
    }
}
