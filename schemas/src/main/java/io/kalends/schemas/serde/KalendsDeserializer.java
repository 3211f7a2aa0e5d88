package io.kalends.schemas.serde;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/// [AvroCodec] as a deserializer of Kafka clients.
public final class KalendsDeserializer implements Deserializer<SpecificRecord> {

    private final AvroCodec codec;

    public KalendsDeserializer() {
        this(new AvroCodec());
    }

    public KalendsDeserializer(AvroCodec codec) {
        this.codec = codec;
    }

    @Override
    public @Nullable SpecificRecord deserialize(String topic, byte @Nullable [] data) {
        return data == null ? null : codec.decode(topic, data);
    }
}
