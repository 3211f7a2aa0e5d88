package io.kalends.health.store;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param generation raise it by one to empty the read model and build it again from the topics
/// @param concurrency how many threads read the topics
@ConfigurationProperties(prefix = "kalends.projection", ignoreUnknownFields = false)
public record ProjectionProperties(
        @DefaultValue("1") int generation,
        @DefaultValue("2") int concurrency) {

    public ProjectionProperties {
        if (generation < 1 || concurrency < 1) {
            throw new IllegalArgumentException(
                    "kalends.projection.generation and .concurrency must be 1 or more, they are " + generation + " and "
                            + concurrency);
        }
    }
}
