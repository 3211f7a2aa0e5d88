/// Resyncs and following commands of any kind, over HTTP. Start at [io.kalends.cli.resync.Resync].
@NullMarked
package io.kalends.cli.resync;

import org.jspecify.annotations.NullMarked;
