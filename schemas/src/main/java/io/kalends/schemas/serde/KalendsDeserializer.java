package io.kalends.schemas.serde;

import java.util.Map;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/// [AvroCodec] as a deserializer of Kafka clients, for record values.
///
/// Made by a client from its settings, it knows `kalends.schema-registry.url` (none: single-object encoding) and
/// `kalends.schema-registry.auto-register` (default true). Made with a codec, it keeps that codec.
public final class KalendsDeserializer implements Deserializer<SpecificRecord> {

    private final boolean configurable;
    private AvroCodec codec;

    public KalendsDeserializer() {
        this.configurable = true;
        this.codec = new AvroCodec();
    }

    public KalendsDeserializer(AvroCodec codec) {
        this.configurable = false;
        this.codec = codec;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        if (configurable) {
            codec = CodecConfig.codec(configs, isKey);
        }
    }

    @Override
    public @Nullable SpecificRecord deserialize(String topic, byte @Nullable [] data) {
        return data == null ? null : codec.decode(topic, data);
    }
}
