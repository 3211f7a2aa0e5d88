package io.kalends.health.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param mode who may ask: `none` lets everybody who reaches the port
@ConfigurationProperties(prefix = "kalends.security", ignoreUnknownFields = false)
record SecurityProperties(@DefaultValue("none") String mode) {}
