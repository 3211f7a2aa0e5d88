package io.kalends.worker.kafka;

import java.util.List;

import io.kalends.schemas.v1.SyncRequested;

/// What the loop calls with requests it has read.
public interface RequestHandler {

    /// Answers all of `requests`; called for one connection at a time, on a virtual thread.
    ///
    /// Returning says that every request has a durable outcome: its offset may be committed. Any exception but
    /// the two below is a defect of ours; each request is then tried alone, and the guilty ones go to the dead
    /// letters.
    ///
    /// @param requests requests of one connection that were waiting together, oldest first; repeats are normal
    /// @throws InfrastructureUnavailableException when database or broker are away: the same requests are
    ///     handed over again, later, for as long as the partition is ours
    /// @throws InterruptedException when the thread was interrupted: the partition goes to another worker, the
    ///     worker stops, or the task ran past `kalends.worker.task-limit` (it is tried again twice, then buried)
    void handle(List<SyncRequested> requests) throws InterruptedException;
}
