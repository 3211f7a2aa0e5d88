/// The rules: when a connection is due next, with what, and before whom. Start at
/// [io.kalends.scheduler.plan.SchedulePlan].
/// Pure: time and chance are arguments; no Spring, Kafka, Avro or SQL may enter.
@NullMarked
package io.kalends.scheduler.plan;

import org.jspecify.annotations.NullMarked;
