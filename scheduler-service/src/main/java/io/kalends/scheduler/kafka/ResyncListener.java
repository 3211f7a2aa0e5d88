package io.kalends.scheduler.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.BatchMessageListener;

import io.kalends.scheduler.schedule.ResyncWish;
import io.kalends.scheduler.schedule.Resyncs;
import io.kalends.scheduler.schedule.Verb;
import io.kalends.schemas.v1.ResyncRequested;

/// Hears resync commands, as many at once as have come: who leans on the button is served by one run.
final class ResyncListener implements BatchMessageListener<byte[], byte[]> {

    private final Reading reading;
    private final Resyncs resyncs;

    ResyncListener(Reading reading, Resyncs resyncs) {
        this.reading = reading;
        this.resyncs = resyncs;
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> messages) {
        var wishes = new ArrayList<Heard>();
        for (int i = 0; i < messages.size(); i++) {
            try {
                var wish = reading.value(messages.get(i), ResyncListener::wish);
                if (wish.isPresent()) {
                    wishes.add(new Heard(i, wish.get()));
                }
            } catch (RuntimeException e) {
                accept(wishes);
                throw new BatchListenerFailedException("a resync command that nobody can read", e, i);
            }
        }
        accept(wishes);
    }

    /// All in one transaction; if that fails for a reason that is not the infrastructure's, one by one, to find whose.
    private void accept(List<Heard> heard) {
        try {
            resyncs.accept(heard.stream().map(Heard::wish).toList());
        } catch (RuntimeException e) {
            if (Failures.isInfrastructure(e)) {
                throw e;
            }
            for (var one : heard) {
                try {
                    resyncs.accept(List.of(one.wish()));
                } catch (RuntimeException defect) {
                    throw new BatchListenerFailedException("a resync command that fails", defect, one.index());
                }
            }
        }
    }

    private static Optional<ResyncWish> wish(SpecificRecord contents) {
        if (!(contents instanceof ResyncRequested it)) {
            throw Reading.misplaced(contents);
        }
        var verb = switch (it.getVerb()) {
            case UNKNOWN -> Verb.UNKNOWN;
            case SYNC_NOW -> Verb.SYNC_NOW;
            case RECONCILE -> Verb.RECONCILE;
            case REBUILD -> Verb.REBUILD;
            case REPUBLISH -> Verb.REPUBLISH;
            case CANCEL -> Verb.CANCEL;
        };
        return Optional.of(new ResyncWish(
                it.getCommandId(),
                it.getTenantId(),
                it.getUserId(),
                it.getProvider(),
                verb,
                it.getDryRun(),
                it.getCancelledCommandId(),
                it.getRequestedBy()));
    }

    private record Heard(int index, ResyncWish wish) {}
}
