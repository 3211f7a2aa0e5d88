package io.kalends.schemas;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.apache.kafka.common.internals.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TopicsTest {

    @Test
    void the_names_are_those_of_the_contract() {
        assertThat(TopicLayout.all(Topics.DEFAULT))
                .extracting(TopicLayout::name)
                .filteredOn(name -> !name.endsWith(".dlt"))
                .containsExactlyInAnyOrder(
                        "calendar.sync.requested.v1",
                        "calendar.sync.completed.v1",
                        "calendar.sync.failed.v1",
                        "calendar.sync.deferred.v1",
                        "calendar.event.changed.v1",
                        "calendar.connection.changed.v1",
                        "calendar.connection.requested.v1",
                        "calendar.vault.key.v1",
                        "calendar.tenant.requested.v1",
                        "calendar.resync.requested.v1",
                        "calendar.resync.changed.v1",
                        "calendar.incident.changed.v1");
    }

    @Test
    void there_is_a_topic_for_every_record_and_says_so_in_its_schema() {
        var names = TopicLayout.all(Topics.DEFAULT).stream()
                .map(TopicLayout::name)
                .filter(name -> !name.endsWith(".dlt"))
                .toList();

        assertThat(names).hasSameSizeAs(KalendsRecords.byName().keySet());
        assertThat(names)
                .allSatisfy(name -> assertThat(KalendsRecords.byName().values())
                        .filteredOn(schema -> schema.getDoc().contains("Topic " + name))
                        .hasSize(1));
    }

    @Test
    void each_topic_has_its_dead_letters_for_two_weeks() {
        var layouts = TopicLayout.all(new Topics("x."));

        assertThat(layouts).hasSize(24).allSatisfy(layout -> Topic.validate(layout.name()));
        assertThat(layouts)
                .filteredOn(layout -> !layout.name().endsWith(".dlt"))
                .allSatisfy(layout -> assertThat(layouts)
                        .contains(new TopicLayout(Topics.deadLetters(layout.name()), false, Duration.ofDays(14))));
    }

    @Test
    void the_latest_state_stays_and_what_passes_by_goes() {
        var layouts = TopicLayout.all(Topics.DEFAULT);

        assertThat(layouts)
                .filteredOn(TopicLayout::compacted)
                .extracting(TopicLayout::name)
                .containsExactlyInAnyOrder(
                        Topics.DEFAULT.eventChanged(),
                        Topics.DEFAULT.connectionChanged(),
                        Topics.DEFAULT.vaultKey(),
                        Topics.DEFAULT.tenantRequested(),
                        Topics.DEFAULT.incidentChanged());
        assertThat(layouts)
                .filteredOn(layout -> layout.kept().equals(Duration.ofDays(1)))
                .extracting(TopicLayout::name)
                .containsExactlyInAnyOrder(Topics.DEFAULT.syncRequested(), Topics.DEFAULT.connectionRequested());
        assertThat(layouts).allSatisfy(layout -> assertThat(layout.kept()).isPositive());
    }

    @Test
    void the_settings_of_a_topic_are_those_of_kafka() {
        assertThat(new TopicLayout("t", true, Duration.ofDays(7)).config())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("cleanup.policy", "compact", "delete.retention.ms", "604800000"));
        assertThat(new TopicLayout("t", false, Duration.ofDays(1)).config())
                .containsExactlyInAnyOrderEntriesOf(Map.of("cleanup.policy", "delete", "retention.ms", "86400000"));
    }

    @Test
    void partitions_divide_evenly_among_common_numbers_of_workers() {
        assertThat(List.of(1, 2, 3, 4, 6, 8, 12)).allMatch(workers -> TopicLayout.DEFAULT_PARTITIONS % workers == 0);
    }

    @Test
    void an_installation_may_choose_its_prefix() {
        assertThat(new Topics("crm-eu.calendar.").syncFailed()).isEqualTo("crm-eu.calendar.sync.failed.v1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Calendar.", "cal endar", "calendar/", "ü."})
    void a_prefix_kafka_would_not_take_is_refused(String prefix) {
        assertThatThrownBy(() -> new Topics(prefix))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("prefix");
    }
}
