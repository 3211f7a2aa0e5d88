package io.kalends.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import io.kalends.schemas.serde.AvroCodec;
import io.kalends.schemas.v1.CalendarEventChanged;

/// The codec of the topics, beside Avro with everything reused that can be and no header, and beside JSON.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EventCodecBenchmark {

    private static final String TOPIC = "calendar.event.changed.v1";
    private static final TypeReference<Map<String, Object>> MAPS = new TypeReference<>() {};

    private final CalendarEventChanged event = Meeting.changed();
    private final AvroCodec codec = new AvroCodec();
    private final byte[] encoded = codec.encode(TOPIC, event);
    private final SpecificDatumWriter<CalendarEventChanged> writer =
            new SpecificDatumWriter<>(CalendarEventChanged.class);
    private final SpecificDatumReader<CalendarEventChanged> reader =
            new SpecificDatumReader<>(CalendarEventChanged.class);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    private final byte[] body;
    private final BinaryDecoder decoder;
    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<String, @Nullable Object> maps = maps(event);
    private final byte[] json;

    public EventCodecBenchmark() {
        try {
            body = encodePlainAvro();
            decoder = DecoderFactory.get().binaryDecoder(body, null);
            json = encodeJson();
        } catch (IOException e) {
            throw new IllegalStateException("the meeting cannot be written", e);
        }
    }

    @Benchmark
    public byte[] encode() {
        return codec.encode(TOPIC, event);
    }

    @Benchmark
    public final byte[] encodePlainAvro() throws IOException {
        out.reset();
        writer.write(event, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    @Benchmark
    public final byte[] encodeJson() throws JsonProcessingException {
        return mapper.writeValueAsBytes(maps);
    }

    @Benchmark
    public CalendarEventChanged decode() {
        return codec.decode(TOPIC, encoded, CalendarEventChanged.class);
    }

    @Benchmark
    public CalendarEventChanged decodePlainAvro() throws IOException {
        return reader.read(null, DecoderFactory.get().binaryDecoder(body, decoder));
    }

    @Benchmark
    public Map<String, Object> decodeJson() throws IOException {
        return mapper.readValue(json, MAPS);
    }

    static int avroBytes() {
        return new EventCodecBenchmark().encoded.length;
    }

    static int jsonBytes() {
        return new EventCodecBenchmark().json.length;
    }

    /// The record as a JSON library sees it: names to texts, numbers, lists and maps; what is null is left out.
    private static Map<String, @Nullable Object> maps(SpecificRecord record) {
        var maps = new LinkedHashMap<String, @Nullable Object>();
        for (var field : record.getSchema().getFields()) {
            var value = record.get(field.pos());
            if (value != null) {
                maps.put(field.name(), plain(value));
            }
        }
        return maps;
    }

    private static Object plain(Object value) {
        return switch (value) {
            case SpecificRecord record -> maps(record);
            case List<?> list -> list.stream().map(EventCodecBenchmark::plain).toList();
            case Instant instant -> instant.toEpochMilli();
            case Enum<?> constant -> constant.name();
            default -> value;
        };
    }
}
