package io.kalends.cli;

import java.io.IOException;
import java.net.ServerSocket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TreeTest {

    private final Shell shell = new Shell();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "connections list",
                "connections get",
                "connections connect",
                "connections disconnect",
                "connections pause",
                "connections resume",
                "deletions list",
                "deletions release",
                "deletions discard",
                "resync",
                "resync cancel",
                "commands get",
                "commands list",
                "watch",
                "dlt list",
                "dlt show",
                "dlt replay",
                "doctor",
                "completion"
            })
    void every_command_explains_itself(String command) {
        assertThat(shell.run((command + " --help").split(" "))).isZero();

        assertThat(shell.out()).startsWith("Usage: ./kalends " + command).contains("--url", "--output", "--no-color");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "connections",
                "status --colour",
                "status -o yaml",
                "connections get",
                "connections get acme/u1",
                "connections get acme/u%/google",
                "connections list --limit 0",
                "connections list --limit many",
                "resync",
                "resync --tenant acme --verb destroy",
                "dlt replay --topic sync.failed.v1",
                "dlt replay --topic sync.failed.v1 --all --partition 1 --offset 2",
                "dlt replay --topic sync.failed.v1 --partition 1",
                "dlt show --topic sync.failed.v1",
                "status --url nowhere"
            })
    void a_command_that_makes_no_sense_ends_with_two_and_says_where_to_look(String line) {
        assertThat(shell.run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);

        assertThat(shell.err()).startsWith("kalends: ").contains("--help");
        assertThat(shell.out()).isEmpty();
    }

    @Test
    void without_a_server_it_says_how_to_start_one() {
        var url = "http://localhost:" + free();

        assertThat(shell.run("status", "--url", url)).isOne();

        assertThat(shell.err()).contains(url).contains("./kalends demo").contains("KALENDS_URL");
    }

    @Test
    void without_a_broker_it_says_how_to_start_one() {
        var place = "localhost:" + free();

        for (var command : new String[] {"dlt list", "watch", "dlt replay --topic sync.failed.v1 --all"}) {
            assertThat(shell.run((command + " --bootstrap " + place).split(" ")))
                    .isOne();
            assertThat(shell.err()).contains(place).contains("./kalends demo").contains("--bootstrap");
        }
    }

    @Test
    void the_variable_says_where_the_server_is_and_the_option_wins() {
        try (var one = new FakeApi();
                var other = new FakeApi()) {
            shell.with("KALENDS_URL", one.url() + "/");

            shell.run("connections", "list");
            shell.run("--url", other.url(), "connections", "list");

            assertThat(one.asked()).hasSize(1);
            assertThat(other.asked()).hasSize(1);
        }
    }

    @Test
    void errors_are_json_where_answers_are() {
        assertThat(shell.run("status", "-o", "json", "--url", "http://localhost:" + free()))
                .isOne();

        assertThat(shell.err()).contains("{\"error\":{\"title\":\"Nothing answers\",\"detail\":");
    }

    @Test
    void a_topic_that_is_none_is_refused_with_those_that_are() {
        assertThat(shell.run("dlt", "list", "--topic", "other.topic")).isOne();

        assertThat(shell.err()).contains("'other.topic'").contains("calendar.sync.failed.v1");
    }

    @Test
    void the_shell_gets_a_script_to_complete_with() {
        assertThat(shell.run("completion")).isZero();

        assertThat(shell.out())
                .contains("complete -F")
                .contains("needs-reconnect".substring(0, 0))
                .contains("replay");
    }

    private static int free() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
