package io.kalends.schemas.serde;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/// What somebody without our classes relies on: the `.avsc` files and the Avro specification are enough to read a
/// message. Nothing of the codec is used to read here.
class SingleObjectLayoutTest {

    static final long EMPTY = 0xc15d213aa4d7a795L;

    static Stream<SpecificRecord> records() {
        return Samples.all();
    }

    @ParameterizedTest
    @MethodSource("records")
    void a_message_is_marker_fingerprint_of_the_avsc_and_body(SpecificRecord record) throws IOException {
        var message = ByteBuffer.wrap(new AvroCodec().encode("t", record)).order(ByteOrder.LITTLE_ENDIAN);
        var schema = avsc(record.getSchema().getName());

        assertThat(message.get()).isEqualTo((byte) 0xC3);
        assertThat(message.get()).isEqualTo((byte) 0x01);
        assertThat(message.getLong()).isEqualTo(crc64(SchemaNormalization.toParsingForm(schema)));
        var body = Arrays.copyOfRange(message.array(), message.position(), message.limit());
        var decoder = DecoderFactory.get().binaryDecoder(body, null);
        var read = new GenericDatumReader<GenericRecord>(schema).read(null, decoder);
        assertThat(decoder.isEnd()).isTrue();
        assertThat(read.get("eventId")).hasToString(record.get(0).toString());
        assertThat(read.get("occurredAt")).isInstanceOf(Long.class);
    }

    private static Schema avsc(String record) throws IOException {
        try (var file = SingleObjectLayoutTest.class.getResourceAsStream("/avro/" + record + ".avsc")) {
            return new Schema.Parser().parse(file);
        }
    }

    /// CRC-64-AVRO, bit by bit as the specification defines it.
    private static long crc64(String text) {
        long crc = EMPTY;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            crc ^= b & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ (EMPTY & -(crc & 1));
            }
        }
        return crc;
    }
}
