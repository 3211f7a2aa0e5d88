/// When each connection is due. Start at [io.kalends.scheduler.SchedulerApplication]; the rooms in reading order are
/// `plan` (the rules), `schedule` (the table), `kafka` (what comes and goes), `tick` (what happens every second).
/// Nothing but the composition root may live here.
@NullMarked
package io.kalends.scheduler;

import org.jspecify.annotations.NullMarked;
