/// What a sync asks of its memory. Start at [io.kalends.core.store.SyncStore]: claim, one page one transaction,
/// finish. No SQL, no Kafka; times that matter are the store's own.
@NullMarked
package io.kalends.core.store;

import org.jspecify.annotations.NullMarked;
