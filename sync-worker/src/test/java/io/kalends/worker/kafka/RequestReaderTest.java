package io.kalends.worker.kafka;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.kalends.schemas.v1.SyncMode;
import io.kalends.schemas.v1.SyncRequested;

import static org.assertj.core.api.Assertions.assertThat;

class RequestReaderTest {

    private final RequestReader reader = new RequestReader(Requests.CODEC);

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\0b", "a\nb", "a\u0085b", LONG + "x"})
    void ids_the_database_cannot_keep_make_a_request_unreadable(String id) {
        var byRequest = Requests.request("u", id, SyncMode.DELTA);
        var byCommand =
                SyncRequested.newBuilder(Requests.delta("u")).setCommandId(id).build();

        assertThat(read(byRequest))
                .isInstanceOfSatisfying(
                        Reading.Illegible.class, it -> assertThat(it.cause()).hasMessageContaining("requestId"));
        assertThat(read(byCommand))
                .isInstanceOfSatisfying(
                        Reading.Illegible.class, it -> assertThat(it.cause()).hasMessageContaining("commandId"));
    }

    @Test
    void ids_up_to_the_longest_are_read() {
        var request = SyncRequested.newBuilder(Requests.request("u", LONG, SyncMode.DELTA))
                .setCommandId(LONG)
                .build();

        assertThat(read(request)).isInstanceOf(Reading.Legible.class);
        assertThat(read(Requests.delta("u"))).isInstanceOf(Reading.Legible.class);
    }

    private Reading read(SyncRequested request) {
        return reader.read(new Received(new Assignment(0, 1), Requests.record(0, 0, request), 0));
    }

    private static final String LONG =
            "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789";
}
