package io.kalends.scheduler.kafka;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Topics of the installation.
///
/// @param prefix before every name
/// @param partitions of every topic that is created
/// @param replication of every topic that is created
/// @param create true when missing topics are created at start
@ConfigurationProperties(value = "kalends.topics", ignoreUnknownFields = false)
record TopicsProperties(
        @DefaultValue("calendar.") String prefix,
        @DefaultValue("24") int partitions,
        @DefaultValue("1") short replication,
        @DefaultValue("true") boolean create) {

    TopicsProperties {
        if (partitions < 1 || replication < 1) {
            throw new IllegalArgumentException(
                    "kalends.topics.partitions and .replication must be at least 1, they are " + partitions + " and "
                            + replication);
        }
    }
}
