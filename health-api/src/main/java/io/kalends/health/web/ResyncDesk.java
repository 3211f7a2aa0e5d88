package io.kalends.health.web;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import org.springframework.http.ResponseEntity;

import io.kalends.health.kafka.CommandPublisher;
import io.kalends.health.kafka.CommandPublisher.Resync;
import io.kalends.health.store.Commands;
import io.kalends.schemas.ConnectionKey;

/// Asks the scheduler for resyncs: to do one, to say what it would take, to stop one.
final class ResyncDesk {

    /// What can be asked for.
    static final Set<String> VERBS = Set.of("SYNC_NOW", "RECONCILE", "REBUILD", "REPUBLISH");

    private static final String CANCEL = "CANCEL";
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final CommandDesk desk;
    private final CommandPublisher publisher;
    private final Commands commands;
    private final Duration patience;
    private final LongSupplier nanoTime;

    /// @param patience how long an answer to a dry run is waited for
    /// @param nanoTime monotonic time
    ResyncDesk(
            CommandDesk desk, CommandPublisher publisher, Commands commands, Duration patience, LongSupplier nanoTime) {
        this.desk = desk;
        this.publisher = publisher;
        this.commands = commands;
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    /// Publishes a resync of all that it names; a connection that is named must be known.
    ResponseEntity<CommandAnswer> ask(Resync wanted) {
        var user = wanted.userId();
        var provider = wanted.provider();
        CommandDesk.Publication publication = (id, now) -> publisher.resync(id, wanted, now);
        return user != null && provider != null
                ? desk.acceptKnown(wanted.verb(), new ConnectionKey(wanted.tenantId(), user, provider), publication)
                : desk.accept(wanted.verb(), wanted.tenantId(), user, provider, publication);
    }

    /// Publishes a dry run and waits a little for what the scheduler says.
    ///
    /// @return 200 with the estimate, or 202 with the command when there is none yet
    /// @throws ProblemException when the scheduler refuses
    ResponseEntity<?> tryOut(Resync wanted) {
        var asked = ask(wanted);
        var command = asked.getBody();
        if (command == null) {
            return asked;
        }
        return answered(command.commandId())
                .<ResponseEntity<?>>map(answer -> {
                    if ("REJECTED".equals(answer.state())) {
                        throw ProblemException.conflict("resync-refused", String.valueOf(answer.message()));
                    }
                    return ResponseEntity.ok(EstimateAnswer.of(answer));
                })
                .orElse(asked);
    }

    /// Publishes that `command` is to stop.
    ///
    /// @throws ProblemException when it is no resync or has ended
    void cancel(Commands.Command command) {
        var tenant = command.tenantId();
        var kind = command.kind();
        if (tenant == null || kind == null || !VERBS.contains(kind)) {
            throw ProblemException.conflict(
                    "not-a-resync",
                    "Command " + Problems.shown(command.commandId()) + " is no resync but " + kind
                            + "; only resyncs can be cancelled.");
        }
        if (command.ended()) {
            throw ProblemException.conflict(
                    "command-ended",
                    "Command " + Problems.shown(command.commandId()) + " has ended already: "
                            + CommandAnswer.of(command, 0, 0).state() + ".");
        }
        var wanted = new Resync(tenant, command.userId(), command.provider(), CANCEL, false, command.commandId());
        desk.accept(
                CANCEL, tenant, command.userId(), command.provider(), (id, now) -> publisher.resync(id, wanted, now));
    }

    /// The read model may be moved on by another instance, so it is asked; the thread that waits is a virtual one.
    private Optional<Commands.Command> answered(String commandId) {
        long began = nanoTime.getAsLong();
        while (true) {
            var answer = commands.findById(commandId).filter(Commands.Command::ended);
            if (answer.isPresent()
                    || Thread.currentThread().isInterrupted()
                    || nanoTime.getAsLong() - began >= patience.toNanos()) {
                return answer;
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }
}
