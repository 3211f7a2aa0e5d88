/// The one use case: token, pages, store, outcome, within a slice. Start at [io.kalends.core.sync.SyncRun].
/// It orchestrates ports and decides nothing that [io.kalends.core.plan] could.
@NullMarked
package io.kalends.core.sync;

import org.jspecify.annotations.NullMarked;
