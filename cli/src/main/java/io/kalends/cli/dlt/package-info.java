/// Dead letters: looking at them and sending them again. Start at [io.kalends.cli.dlt.Dlt].
@NullMarked
package io.kalends.cli.dlt;

import org.jspecify.annotations.NullMarked;
