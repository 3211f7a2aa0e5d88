package io.kalends.allinone.watch;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WatchOptionsTest {

    @Test
    void without_options_the_demo_is_watched() {
        var options = WatchOptions.parse(new String[0], Map.of());

        assertThat(options.bootstrapServers()).isEqualTo("localhost:9092");
        assertThat(options.prefix()).isEqualTo("calendar.");
        assertThat(options.fromBeginning()).isFalse();
    }

    @Test
    void an_option_wins_over_the_environment() {
        var options = WatchOptions.parse(
                new String[] {"--bootstrap", "broker:1"}, Map.of("SPRING_KAFKA_BOOTSTRAP_SERVERS", "other:2"));

        assertThat(options.bootstrapServers()).isEqualTo("broker:1");
    }

    @Test
    void one_tenant_is_not_another_that_begins_alike() {
        var options = WatchOptions.parse(new String[] {"--tenant", "a/b"}, Map.of());

        assertThat(options.wants("a%2Fb/anna/google")).isTrue();
        assertThat(options.wants("a%2Fbc/anna/google")).isFalse();
        assertThat(options.wants(null)).isFalse();
    }

    @Test
    void an_option_that_does_not_exist_is_named() {
        assertThatThrownBy(() -> WatchOptions.parse(new String[] {"--colour"}, Map.of()))
                .hasMessageContaining("--colour");
    }

    @Test
    void options_that_make_no_sense_end_with_two_and_the_usage() {
        var err = new ByteArrayOutputStream();

        var status = Watch.run(new String[] {"--tenant"}, Map.of(), System.out, new PrintStream(err, true, UTF_8));

        assertThat(status).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("--tenant needs a value").contains("usage:");
    }

    @Test
    void a_broker_that_does_not_answer_ends_with_one_and_says_what_to_do() {
        var err = new ByteArrayOutputStream();

        var status = Watch.run(
                new String[] {"--bootstrap", "localhost:1"}, Map.of(), System.out, new PrintStream(err, true, UTF_8));

        assertThat(status).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("localhost:1").contains("--bootstrap");
    }
}
