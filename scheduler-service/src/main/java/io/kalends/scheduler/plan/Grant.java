package io.kalends.scheduler.plan;

/// How many of those that wait may go now, the longest waiting first.
public record Grant(String tenantId, String provider, Priority priority, boolean promised, int connections) {}
