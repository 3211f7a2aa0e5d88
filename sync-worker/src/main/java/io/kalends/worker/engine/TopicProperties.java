package io.kalends.worker.engine;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.kalends.schemas.TopicLayout;

/// Where the topics are.
///
/// @param prefix what their names start with
/// @param create whether to create those that are missing
/// @param partitions of a topic that is created
/// @param replication of a topic that is created
@ConfigurationProperties(value = "kalends.topics", ignoreUnknownFields = false)
record TopicProperties(
        @DefaultValue("calendar.") String prefix,
        @DefaultValue("true") boolean create,
        @DefaultValue("" + TopicLayout.DEFAULT_PARTITIONS) int partitions,
        @DefaultValue("1") short replication) {

    TopicProperties {
        if (partitions < 1 || replication < 1) {
            throw new IllegalArgumentException("kalends.topics.partitions is " + partitions
                    + " and kalends.topics.replication " + replication + ": both must be at least 1");
        }
    }
}
