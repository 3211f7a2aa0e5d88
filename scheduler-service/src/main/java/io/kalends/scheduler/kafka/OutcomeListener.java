package io.kalends.scheduler.kafka;

import java.util.Optional;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.listener.MessageListener;

import io.kalends.scheduler.plan.Outcome;
import io.kalends.scheduler.schedule.Settlements;
import io.kalends.schemas.ConnectionKey;
import io.kalends.schemas.v1.DeferReason;
import io.kalends.schemas.v1.SyncCompleted;
import io.kalends.schemas.v1.SyncDeferred;
import io.kalends.schemas.v1.SyncFailed;
import io.kalends.schemas.v1.SyncMode;

/// Hears what became of requests.
final class OutcomeListener implements MessageListener<byte[], byte[]> {

    private final Reading reading;
    private final Settlements settlements;

    OutcomeListener(Reading reading, Settlements settlements) {
        this.reading = reading;
        this.settlements = settlements;
    }

    @Override
    public void onMessage(ConsumerRecord<byte[], byte[]> message) {
        reading.value(message, OutcomeListener::heard)
                .ifPresent(heard -> settlements.settle(heard.connectionKey(), heard.outcome()));
    }

    private static Optional<Heard> heard(SpecificRecord contents) {
        return Optional.of(
                switch (contents) {
                    case SyncCompleted it ->
                        new Heard(
                                key(it.getTenantId(), it.getUserId(), it.getProvider()),
                                new Outcome.Completed(
                                        it.getRequestId(),
                                        it.getSequence(),
                                        it.getMode() == SyncMode.FULL || it.getMode() == SyncMode.REBUILD,
                                        Math.max(0, it.getProviderCalls())));
                    case SyncFailed it ->
                        new Heard(
                                key(it.getTenantId(), it.getUserId(), it.getProvider()),
                                new Outcome.Failed(it.getRequestId(), it.getSequence(), it.getRetryAt()));
                    case SyncDeferred it ->
                        new Heard(
                                key(it.getTenantId(), it.getUserId(), it.getProvider()),
                                new Outcome.Deferred(
                                        it.getRequestId(),
                                        it.getSequence(),
                                        it.getReason() == DeferReason.NEXT_SLICE,
                                        it.getResumeAt()));
                    default -> throw Reading.misplaced(contents);
                });
    }

    private static String key(String tenantId, String userId, String provider) {
        return new ConnectionKey(tenantId, userId, provider).text();
    }

    private record Heard(String connectionKey, Outcome outcome) {}
}
