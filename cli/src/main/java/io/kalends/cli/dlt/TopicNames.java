package io.kalends.cli.dlt;

import java.util.List;

import io.kalends.cli.shell.Trouble;
import io.kalends.schemas.TopicLayout;
import io.kalends.schemas.Topics;

/// The topics that have dead letters.
record TopicNames(Topics topics) {

    /// Names of all topics of the contract, without those of dead letters.
    List<String> all() {
        return TopicLayout.all(topics).stream()
                .map(TopicLayout::name)
                .filter(name -> !name.endsWith(Topics.DEAD_LETTER_SUFFIX))
                .toList();
    }

    /// The topic that is meant: with or without prefix, with or without the ending of dead letters.
    ///
    /// @throws Trouble when there is none
    String meant(String text) {
        var name = text.endsWith(Topics.DEAD_LETTER_SUFFIX)
                ? text.substring(0, text.length() - Topics.DEAD_LETTER_SUFFIX.length())
                : text;
        for (var topic : all()) {
            if (topic.equals(name) || topic.equals(topics.prefix() + name)) {
                return topic;
            }
        }
        throw new Trouble(
                "Unknown topic", "'" + text + "' is no topic of Kalends", "use one of " + String.join(", ", all()));
    }
}
