package io.kalends.health.kafka;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.kalends.schemas.TopicLayout;
import io.kalends.schemas.Topics;

/// @param prefix what all topic names begin with
/// @param partitions partitions of a topic that is created here
/// @param replication replicas of a topic that is created here
/// @param create whether missing topics are created
@ConfigurationProperties(prefix = "kalends.topics", ignoreUnknownFields = false)
record TopicsProperties(
        @DefaultValue("calendar.") String prefix,
        @DefaultValue("" + TopicLayout.DEFAULT_PARTITIONS) int partitions,
        @DefaultValue("1") short replication,
        @DefaultValue("true") boolean create) {

    TopicsProperties {
        if (partitions < 1 || replication < 1) {
            throw new IllegalArgumentException("kalends.topics.partitions and .replication must be 1 or more, they are "
                    + partitions + " and " + replication);
        }
    }

    Topics topics() {
        return new Topics(prefix);
    }
}
