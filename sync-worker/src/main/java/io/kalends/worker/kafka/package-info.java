/// The worker's end of `sync.requested.v1`: one poll loop that never waits inside a partition.
///
/// Start at [io.kalends.worker.kafka.RequestHandler], the door to the engine, then read `PollLoop` (the
/// thread), `PollSession` (the only class that talks to the consumer), `Board` (what is owned, queued and running)
/// and `LaneTask` (what a lane does with its records; one that is too slow is tried again, then buried). `Watermark`,
/// `Lanes`, `Permits`, `Backpressure` and `Backoff` decide and know no
/// consumer. No SQL, token or provider may enter.
@NullMarked
package io.kalends.worker.kafka;

import org.jspecify.annotations.NullMarked;
