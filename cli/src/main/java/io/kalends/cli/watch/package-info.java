/// A consumer to look at: the topics a CRM subscribes to, as readable lines. Start at [io.kalends.cli.watch.Watch].
@NullMarked
package io.kalends.cli.watch;

import org.jspecify.annotations.NullMarked;
