package io.kalends.schemas;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class KeysTest {

    static final String CONNECTION = new ConnectionKey("acme", "u/1", "google").text();

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 24, 100})
    void the_partition_is_that_of_kafkas_default_partitioner(int partitions) {
        for (int i = 0; i < 2_000; i++) {
            var key = new ConnectionKey("tenant " + i % 7, "ü" + i, i % 2 == 0 ? "google" : "outlook").text();

            assertThat(Keys.partition(key, partitions))
                    .isEqualTo(BuiltInPartitioner.partitionForKey(key.getBytes(StandardCharsets.UTF_8), partitions))
                    .isBetween(0, partitions - 1);
        }
    }

    @Test
    void connections_spread_over_all_partitions() {
        var used = IntStream.range(0, 1_000)
                .mapToObj(i -> Keys.partition("acme/u" + i + "/google", TopicLayout.DEFAULT_PARTITIONS))
                .collect(Collectors.toSet());

        assertThat(used).hasSize(TopicLayout.DEFAULT_PARTITIONS);
    }

    @Test
    void the_key_of_an_event_starts_with_its_connection_and_names_nobody() {
        var key = Keys.event(CONNECTION, "ada@example.org", "event-1");

        assertThat(key).matches("acme/u%2F1/google/[0-9a-f]{32}").doesNotContain("ada");
        assertThat(key).isEqualTo(Keys.event(CONNECTION, "ada@example.org", "event-1"));
    }

    @Test
    void the_hash_of_an_event_is_what_its_contract_says() {
        // printf '\x00\x00\x00\x01ab' | sha256sum
        assertThat(Keys.event(CONNECTION, "a", "b")).endsWith("/8ca8c06d760f5781896a1fd8486a70fe");
        assertThat(Keys.eventHash("a", "b")).hasSize(16);
    }

    @Test
    void ids_that_read_the_same_when_joined_are_different_events() {
        assertThat(Keys.eventHash("ab", "c")).isNotEqualTo(Keys.eventHash("a", "bc"));
        assertThat(Keys.eventHash("c", "ab")).isNotEqualTo(Keys.eventHash("ab", "c"));
    }

    @Test
    void a_resync_names_what_it_covers_and_leaves_the_rest_empty() {
        assertThat(Keys.resync("a/b", "u 1", "google")).isEqualTo("a%2Fb/u%201/google");
        assertThat(Keys.resync("acme", null, "google")).isEqualTo("acme//google");
        assertThat(Keys.resync("acme", null, null)).isEqualTo("acme//");
    }

    @Test
    void a_tenant_is_its_own_key_and_cannot_be_taken_for_a_connection() {
        assertThat(Keys.tenant("a/b ü")).isEqualTo("a%2Fb%20%C3%BC");
    }
}
