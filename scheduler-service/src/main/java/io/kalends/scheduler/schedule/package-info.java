/// The schedule as a table, with the resync commands beside it: one short transaction for each thing that happens.
/// Start at [io.kalends.scheduler.schedule.Claims] (what is due) and [io.kalends.scheduler.schedule.Settlements] (what
/// became of it). Rules are the plan's; Kafka and Avro must not enter.
@NullMarked
package io.kalends.scheduler.schedule;

import org.jspecify.annotations.NullMarked;
