package io.kalends.schemas.serde;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.kalends.schemas.v1.CalendarEvent;
import io.kalends.schemas.v1.CalendarEventChanged;
import io.kalends.schemas.v1.CalendarState;
import io.kalends.schemas.v1.ConnectionChanged;
import io.kalends.schemas.v1.ResyncRequested;
import io.kalends.schemas.v1.VaultKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HostileBytesTest {

    static final int HEADER = 10;

    AvroCodec codec = new AvroCodec();

    static Stream<SpecificRecord> records() {
        return Samples.all();
    }

    @ParameterizedTest
    @ValueSource(longs = {Integer.MAX_VALUE, Integer.MAX_VALUE - 8, 31, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void a_string_longer_than_its_message_is_refused_before_memory_is_taken(long length) {
        var bytes = message(VaultKey.getClassSchema(), length);

        assertUnreadable(bytes);
    }

    @ParameterizedTest
    @ValueSource(longs = {Integer.MAX_VALUE, 100, Long.MAX_VALUE, -2, Long.MIN_VALUE, -Integer.MAX_VALUE})
    void bytes_longer_than_their_message_are_refused_before_memory_is_taken(long length) {
        // eventId "", occurredAt 0, keyId "", then the length of publicKeyset
        var bytes = message(VaultKey.getClassSchema(), 0, 0, 0, length);

        assertUnreadable(bytes);
    }

    @ParameterizedTest
    @ValueSource(longs = {Integer.MAX_VALUE, Integer.MAX_VALUE - 8, 100, Long.MAX_VALUE, Long.MIN_VALUE})
    void a_list_longer_than_its_message_is_refused_before_memory_is_taken(long count) {
        // empty strings, zeros and nulls up to `calendars`
        var upToList = new long
                [ConnectionChanged.getClassSchema().getField("calendars").pos() + 1];
        upToList[upToList.length - 1] = count;

        assertUnreadable(message(ConnectionChanged.getClassSchema(), upToList));
    }

    @Test
    void a_list_in_sized_blocks_is_read_as_avro_allows() {
        var schema = ConnectionChanged.getClassSchema();
        int calendars = schema.getField("calendars").pos();
        // one block: -1 item, its bytes, one for each field; then the end of the list
        int fields = CalendarState.getClassSchema().getFields().size();
        var values = new long[calendars + 1 + 1 + fields + 1];
        values[calendars] = -1;
        values[calendars + 1] = fields;

        var record = codec.decode("t", message(schema, values), ConnectionChanged.class);

        assertThat(record.getCalendars()).hasSize(1);
    }

    @Test
    void the_end_of_a_message_is_the_end_of_its_record() {
        var bytes = codec.encode("t", Samples.full("SyncCompleted"));

        assertUnreadable(Arrays.copyOf(bytes, bytes.length + 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5, 9})
    void a_message_shorter_than_its_header_is_refused(int length) {
        var bytes = codec.encode("t", Samples.full("SyncCompleted"));

        assertUnreadable(Arrays.copyOf(bytes, length));
    }

    @Test
    void a_fingerprint_nobody_knows_is_refused_with_a_hint() {
        var bytes = codec.encode("t", Samples.full("SyncCompleted"));
        bytes[5] ^= 1;

        assertThatThrownBy(() -> codec.decode("t", bytes))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("unknown schema")
                .hasMessageContaining("newer version");
    }

    @Test
    void the_id_of_a_registry_that_is_not_configured_is_refused_with_a_hint() {
        assertThatThrownBy(() -> codec.decode("t", new byte[] {0, 0, 0, 0, 1, 2, 3}))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("kalends.schema-registry.url");
    }

    @Test
    void a_part_of_a_record_is_never_instantiated_from_a_message() {
        assertUnreadable(message(CalendarEvent.getClassSchema(), new long[40]));
    }

    @Test
    void an_endless_number_is_refused() {
        var bytes = message(ResyncRequested.getClassSchema(), 0);
        var endless = Arrays.copyOf(bytes, bytes.length + 40);
        Arrays.fill(endless, HEADER, endless.length, (byte) 0xff);

        assertUnreadable(endless);
    }

    @ParameterizedTest
    @MethodSource("records")
    void every_truncation_is_unreadable(SpecificRecord record) {
        var bytes = codec.encode("t", record);

        for (int length = 0; length < bytes.length; length++) {
            assertUnreadable(Arrays.copyOf(bytes, length));
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void every_flipped_bit_is_a_record_or_unreadable_and_nothing_else(SpecificRecord record) {
        var bytes = codec.encode("t", record);
        int unreadable = 0;

        for (int bit = 0; bit < bytes.length * 8; bit++) {
            var mutant = bytes.clone();
            mutant[bit / 8] ^= (byte) (1 << (bit % 8));
            unreadable += readOrRefuse(mutant);
        }

        // at least those of the header
        assertThat(unreadable).isGreaterThanOrEqualTo(HEADER * 8);
    }

    @ParameterizedTest
    @MethodSource("records")
    void noise_behind_a_good_header_is_a_record_or_unreadable_and_nothing_else(SpecificRecord record) {
        var random = new Random(42);
        var bytes = codec.encode("t", record);
        int unreadable = 0;

        for (int round = 0; round < 2_000; round++) {
            var mutant = Arrays.copyOf(bytes, HEADER + random.nextInt(bytes.length));
            for (int changes = 1 + random.nextInt(16); changes > 0 && mutant.length > HEADER; changes--) {
                mutant[HEADER + random.nextInt(mutant.length - HEADER)] = (byte) random.nextInt();
            }
            unreadable += readOrRefuse(mutant);
        }

        assertThat(unreadable).isPositive();
    }

    /// 1 when `bytes` is refused, 0 when it is a record; anything else thrown fails the test.
    private int readOrRefuse(byte[] bytes) {
        try {
            assertThat(codec.decode("t", bytes)).isNotNull();
            return 0;
        } catch (UnreadableRecordException refused) {
            return 1;
        }
    }

    private void assertUnreadable(byte[] bytes) {
        assertThatThrownBy(() -> codec.decode("t", bytes)).isInstanceOf(UnreadableRecordException.class);
    }

    /// A message of numbers: each stands for a length, a count, a branch, a symbol or a number, as the schema takes it.
    static byte[] message(Schema schema, long... numbers) {
        var out = new ByteArrayOutputStream();
        out.write(0xC3);
        out.write(0x01);
        long fingerprint = SchemaNormalization.parsingFingerprint64(schema);
        for (int i = 0; i < Long.BYTES; i++) {
            out.write((int) (fingerprint >>> (8 * i)));
        }
        for (long number : numbers) {
            long zigzag = (number << 1) ^ (number >> 63);
            while ((zigzag & ~0x7fL) != 0) {
                out.write((int) ((zigzag & 0x7f) | 0x80));
                zigzag >>>= 7;
            }
            out.write((int) zigzag);
        }
        return out.toByteArray();
    }

    @Test
    void a_list_is_bounded_inside_an_event_too() {
        var schema = CalendarEventChanged.getClassSchema();
        int event = schema.getField("event").pos();
        int attendees = CalendarEvent.SCHEMA$.getField("attendees").pos();
        var numbers = new long[event + 1 + attendees + 1];
        numbers[event] = 1;
        numbers[numbers.length - 1] = Integer.MAX_VALUE - 8;

        assertUnreadable(message(schema, numbers));
    }
}
