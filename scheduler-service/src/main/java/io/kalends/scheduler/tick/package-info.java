/// What happens every second: claim, publish, record; then what is to be told. Start at
/// [io.kalends.scheduler.tick.Round].
/// No rule, SQL or record of the contract may enter.
@NullMarked
package io.kalends.scheduler.tick;

import org.jspecify.annotations.NullMarked;
