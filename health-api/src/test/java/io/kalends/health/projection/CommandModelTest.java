package io.kalends.health.projection;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.kalends.schemas.ConnectionKey;

import static org.assertj.core.api.Assertions.assertThat;

class CommandModelTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void a_command_never_goes_back_whatever_arrives_first() {
        var asked = told(CommandState.REQUESTED, 0);
        var accepted = told(CommandState.ACCEPTED, 7);
        var done = told(CommandState.DONE, 0);

        var orders = Stream.of(
                List.of(asked, accepted, done),
                List.of(done, accepted, asked),
                List.of(accepted, done, asked),
                List.of(done, asked, accepted, done));

        assertThat(orders.map(order -> order.stream().reduce(CommandModel::with).orElseThrow()))
                .allSatisfy(command -> {
                    assertThat(command.state()).isEqualTo(CommandState.DONE);
                    assertThat(command.course().connections()).isEqualTo(7);
                });
    }

    @Test
    void a_state_that_a_command_led_to_ends_it() {
        assertThat(CommandModel.told(moved("c1", null)))
                .extracting(command -> command == null ? null : command.state())
                .isEqualTo(CommandState.DONE);
        assertThat(CommandModel.told(moved("c1", "CREDENTIAL_UNREADABLE")))
                .extracting(command -> command == null ? null : command.state())
                .isEqualTo(CommandState.REJECTED);
        assertThat(CommandModel.told(moved(null, null))).isNull();
    }

    private static CommandModel told(CommandState state, int connections) {
        return new CommandModel(
                "c1", "SYNC_NOW", "acme", "u1", "google", state, Course.of(connections), null, NOON, state.name());
    }

    private static Fact moved(@Nullable String commandId, @Nullable String reason) {
        return new Fact.Moved(
                "e1",
                new ConnectionKey("acme", "u1", "google"),
                1,
                commandId,
                NOON,
                ConnectionState.ACTIVE,
                reason,
                null,
                null,
                0,
                0,
                0,
                List.of());
    }
}
