package io.kalends.worker.engine;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.Provider;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest;
import io.kalends.core.sync.SyncRun;
import io.kalends.schemas.serde.RegistryUnavailableException;
import io.kalends.schemas.v1.SyncRequested;
import io.kalends.worker.kafka.InfrastructureUnavailableException;
import io.kalends.worker.kafka.RequestHandler;

/// Hands what the loop has read to the engine. A database that is away is no failure of a sync.
final class SyncRequests implements RequestHandler {

    private final SyncRun run;
    private final MeterRegistry registry;

    SyncRequests(SyncRun run, MeterRegistry registry) {
        this.run = run;
        this.registry = registry;
    }

    @Override
    public void handle(List<SyncRequested> requests) throws InterruptedException {
        var first = requests.getFirst();
        var timer = Timer.start(registry);
        try {
            var handled =
                    run.handle(requests.stream().map(SyncRequests::request).toList());
            timer.stop(Timer.builder("kalends.sync.duration")
                    .description("Time one slice took, by how it ended")
                    .tag("provider", first.getProvider())
                    .tag("mode", first.getMode().name())
                    .tag("outcome", handled.name())
                    .register(registry));
        } catch (DataAccessException | TransactionException e) {
            throw new InfrastructureUnavailableException("the database is away or refuses work", e);
        } catch (RegistryUnavailableException e) {
            throw new InfrastructureUnavailableException("the schema registry is away", e);
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
