package io.kalends.health.kafka;

import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The schema registry, for installations that have one.
///
/// @param url its root; without one, records are written in Avro's single-object encoding
/// @param autoRegister whether schemas it does not know are registered; off where that is somebody else's business
@ConfigurationProperties(value = "kalends.schema-registry", ignoreUnknownFields = false)
record RegistryProperties(
        @Nullable URI url, @DefaultValue("true") boolean autoRegister) {}
