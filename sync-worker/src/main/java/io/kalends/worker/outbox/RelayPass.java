package io.kalends.worker.outbox;

import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.dao.DataAccessException;

import io.kalends.worker.failure.Failure;

/// What a relay does again and again: hold shards, read, publish, wait for every acknowledgement, mark.
///
/// Rows are sent only while the leases are surely valid. When they cannot be prolonged while rows are still on
/// their way, the producer is dropped with them, because their shards may have another holder already.
final class RelayPass {

    private static final Logger log = LoggerFactory.getLogger(RelayPass.class);

    private final ShardLeases shards;
    private final OutboxTable table;
    private final Publisher publisher;
    private final OutboxProperties settings;
    private final LongSupplier nanoTime;
    private Leases leases;
    private Set<UUID> told = Set.of();

    RelayPass(
            ShardLeases shards,
            OutboxTable table,
            Publisher publisher,
            OutboxProperties settings,
            LongSupplier nanoTime) {
        this.shards = shards;
        this.table = table;
        this.publisher = publisher;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.leases = shards.none();
    }

    /// Publishes what waits.
    ///
    /// @param meanwhile called now and then while acknowledgements are waited for; false gives up on them
    /// @return how many rows were marked as published
    /// @throws PublishingException when rows could not be published; they stay where they are
    int run(BooleanSupplier meanwhile) throws InterruptedException {
        prolongWhenDue();
        var held = leases;
        var rows = table.unpublished(held.shards(), settings.batch());
        if (rows.isEmpty()) {
            return 0;
        }
        var round = publisher.send(rows, () -> held.areValid(nanoTime.getAsLong()));
        while (!round.await(settings.poll())) {
            prolongQuietly();
            if (!leases.areValid(nanoTime.getAsLong()) || !leases.continues(held, round.shards())) {
                publisher.drop();
                throw new PublishingException("the leases ran out before the broker acknowledged", null);
            }
            if (!meanwhile.getAsBoolean()) {
                publisher.drop();
                throw new PublishingException("the broker did not acknowledge in time", null);
            }
        }
        int marked = table.markPublished(round.acknowledged(), held);
        var failure = round.failure();
        if (failure != null) {
            if (!(failure instanceof RetriableException)) {
                publisher.drop();
            }
            throw new PublishingException(marked + " of " + rows.size() + " rows were published", failure);
        }
        tellOnce(round.tooLarge());
        return marked;
    }

    /// They are tried again with every pass, for the limit may be raised.
    private void tellOnce(Set<UUID> tooLarge) {
        for (var id : tooLarge) {
            log.atLevel(told.contains(id) ? Level.DEBUG : Level.ERROR)
                    .addKeyValue("eventId", id)
                    .log("a record is larger than kalends.worker.outbox.max-request-size or the topic's"
                            + " max.message.bytes and stays in the outbox, with all that follows of its connection");
        }
        told = tooLarge;
    }

    /// Lets other relays take over at once.
    void end() {
        publisher.drop();
        try {
            shards.release();
        } catch (DataAccessException e) {
            log.info("leases of outbox shards could not be given back and run out by themselves", Failure.loggable(e));
        }
        leases = shards.none();
    }

    private void prolongWhenDue() {
        if (leases.until() - nanoTime.getAsLong() < settings.lease().toNanos() * 2 / 3) {
            leases = shards.take();
        }
    }

    private void prolongQuietly() {
        try {
            prolongWhenDue();
        } catch (DataAccessException e) {
            log.debug("leases of outbox shards could not be prolonged", Failure.loggable(e));
        }
    }

    /// Why rows were not published this time.
    static final class PublishingException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        PublishingException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
