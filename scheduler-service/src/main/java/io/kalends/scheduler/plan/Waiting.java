package io.kalends.scheduler.plan;

import java.time.Instant;

/// Connections of one tenant at one provider that are due, in one order of service.
///
/// @param promised true for what is due beside a wish that waits
/// @param connections how many, as far as they were counted
/// @param oldest since when the first of them is due
/// @param callsEach what a run of theirs is expected to cost
public record Waiting(
        String tenantId,
        String provider,
        Priority priority,
        boolean promised,
        int connections,
        Instant oldest,
        double callsEach) {}
