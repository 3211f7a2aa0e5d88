/// The memory of all syncs in PostgreSQL: connections with their fence, calendars with their walks, events, outcomes.
/// Start at `JdbcSyncStore`, which opens the transactions; each other class is one part of them.
/// [io.kalends.worker.persistence.ConnectionStates] is what other rooms use. Times are the database's.
/// No call to a provider or to Kafka may enter, and no decision on what a sync does.
@NullMarked
package io.kalends.worker.persistence;

import org.jspecify.annotations.NullMarked;
