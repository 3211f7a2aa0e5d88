package io.kalends.worker.kafka;

/// A partition from the callback that gave it to us to the one that takes it away. The same partition given
/// again is another assignment, so what finishes late finds its own, ended one and moves nothing.
final class Assignment {

    enum State {
        /// Ours: records are taken in and lanes may start.
        OWNED,
        /// On its way to another worker: nothing starts, what runs may still finish.
        LEAVING,
        /// No longer ours.
        ENDED
    }

    private static final long NOTHING = -1;

    final int partition;
    /// Grows with every assignment of any partition; for logs.
    final long epoch;
    final Watermark watermark = new Watermark();
    State state = State.OWNED;
    boolean paused;
    private long committed = NOTHING;

    Assignment(int partition, long epoch) {
        this.partition = partition;
        this.epoch = epoch;
    }

    /// Whether `offset` says more than the last commit did.
    boolean isNews(long offset) {
        return offset > committed;
    }

    void committed(long offset) {
        committed = Math.max(committed, offset);
    }

    @Override
    public String toString() {
        return "partition " + partition + " epoch " + epoch;
    }
}
