package io.kalends.health.kafka;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TopicCreationTest {

    @Test
    void topics_are_created_once_a_broker_answers_and_not_again() {
        var answers = new ArrayList<>(List.of(false, false, true, true));
        var creation = new TopicCreation(answers::removeFirst);

        for (int i = 0; i < 5; i++) {
            creation.attempt();
        }

        assertThat(answers).as("left when it had worked").containsExactly(true);
    }
}
