package io.kalends.schemas.serde;

import java.util.Map;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// [AvroCodec] as a serializer of Kafka clients, for record values.
///
/// Made by a client from its settings, it knows `kalends.schema-registry.url` (none: single-object encoding) and
/// `kalends.schema-registry.auto-register` (default true). Made with a codec, it keeps that codec.
public final class KalendsSerializer implements Serializer<SpecificRecord> {

    private final boolean configurable;
    private AvroCodec codec;

    public KalendsSerializer() {
        this.configurable = true;
        this.codec = new AvroCodec();
    }

    public KalendsSerializer(AvroCodec codec) {
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
    public byte @Nullable [] serialize(String topic, @Nullable SpecificRecord data) {
        return data == null ? null : codec.encode(topic, data);
    }
}
