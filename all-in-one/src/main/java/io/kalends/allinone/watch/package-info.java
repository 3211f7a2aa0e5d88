/// A consumer to look at: the topics a CRM subscribes to, as readable lines. Start at
/// [io.kalends.allinone.watch.Watch].
/// It knows the contract in `io.kalends.schemas` and nothing of the services.
@NullMarked
package io.kalends.allinone.watch;

import org.jspecify.annotations.NullMarked;
