package io.kalends.core.store;

/// What became of a write under a fence.
public sealed interface Applied {

    /// It is committed.
    ///
    /// @param upserted events emitted as upserted
    /// @param removed events emitted as deleted or as having left the window
    /// @param complete false when there is more to do before the cursor moves
    record Committed(int upserted, int removed, boolean complete) implements Applied {

        /// The same, with more to do.
        public Committed unfinished() {
            return new Committed(upserted, removed, false);
        }
    }

    /// Somebody claimed the connection later: nothing was written, and the run is to be forgotten.
    record Fenced() implements Applied {}
}
