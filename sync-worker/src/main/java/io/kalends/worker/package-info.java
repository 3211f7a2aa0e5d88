/// The service that syncs. Start at [io.kalends.worker.WorkerApplication] for what it is made of, and at
/// `io.kalends.core.sync.SyncRun` for what it does. Time and chance are made here and nowhere else.
@NullMarked
package io.kalends.worker;

import org.jspecify.annotations.NullMarked;
