package io.kalends.health.store;

/// One partition of one topic.
public record Partition(String topic, int number) {}
