package io.kalends.worker.engine;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.Provider;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest;
import io.kalends.core.sync.SyncRun;
import io.kalends.schemas.v1.SyncRequested;
import io.kalends.worker.failure.Failure;
import io.kalends.worker.kafka.InfrastructureUnavailableException;
import io.kalends.worker.kafka.RequestHandler;

/// Hands what the loop has read to the engine. A database that is away is no failure of a sync;
/// one that refuses what a request says is a defect, and the loop buries that request.
final class SyncRequests implements RequestHandler {

    /// [SyncRun#handle(List)].
    interface Engine {
        SyncRun.Handled handle(List<SyncRequest> requests) throws InterruptedException;
    }

    private final Engine engine;
    private final OutgoingRecords outgoing;
    private final MeterRegistry registry;

    SyncRequests(Engine engine, OutgoingRecords outgoing, MeterRegistry registry) {
        this.engine = engine;
        this.outgoing = outgoing;
        this.registry = registry;
    }

    @Override
    public void handle(List<SyncRequested> requests) throws InterruptedException {
        var first = requests.getFirst();
        var timer = Timer.start(registry);
        try {
            outgoing.prepare();
            var handled =
                    engine.handle(requests.stream().map(SyncRequests::request).toList());
            timer.stop(Timer.builder("kalends.sync.duration")
                    .description("Time one slice took, by how it ended")
                    .tag("provider", first.getProvider())
                    .tag("mode", first.getMode().name())
                    .tag("outcome", handled.name())
                    .register(registry));
        } catch (RuntimeException e) {
            if (Failure.isOutage(e)) {
                throw new InfrastructureUnavailableException("database or schema registry are away", e);
            }
            throw e;
        }
    }

    private static SyncRequest request(SyncRequested requested) {
        var key =
                new ConnectionKey(requested.getTenantId(), requested.getUserId(), Provider.of(requested.getProvider()));
        return new SyncRequest(
                key,
                requested.getRequestId(),
                requested.getCommandId(),
                switch (requested.getMode()) {
                    case FULL -> SyncMode.FULL;
                    case REBUILD -> SyncMode.REBUILD;
                    case REPUBLISH -> SyncMode.REPUBLISH;
                    case DELTA, UNKNOWN -> SyncMode.DELTA;
                },
                switch (requested.getTrigger()) {
                    case MANUAL -> SyncRequest.Trigger.MANUAL;
                    case PUSH -> SyncRequest.Trigger.PUSH;
                    case RETRY -> SyncRequest.Trigger.RETRY;
                    case CONTINUATION -> SyncRequest.Trigger.CONTINUATION;
                    case SCHEDULE, UNKNOWN -> SyncRequest.Trigger.SCHEDULE;
                },
                requested.getRequestedAt());
    }
}
