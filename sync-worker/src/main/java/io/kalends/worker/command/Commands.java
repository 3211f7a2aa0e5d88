package io.kalends.worker.command;

import io.kalends.core.connection.ConnectionState;
import io.kalends.worker.command.ConnectionCommand.Connect;
import io.kalends.worker.command.ConnectionCommand.DiscardDeletions;
import io.kalends.worker.command.ConnectionCommand.Disconnect;
import io.kalends.worker.command.ConnectionCommand.Pause;
import io.kalends.worker.command.ConnectionCommand.ReleaseDeletions;
import io.kalends.worker.command.ConnectionCommand.Resume;
import io.kalends.worker.command.ConnectionCommand.SelectCalendars;

/// Carries commands out, each once however often it comes.
final class Commands {

    private final Ledger ledger;
    private final ConnectionRows rows;
    private final Connecting connecting;
    private final Disconnecting disconnecting;
    private final CalendarSelection calendars;
    private final HoldDecisions holds;

    Commands(
            Ledger ledger,
            ConnectionRows rows,
            Connecting connecting,
            Disconnecting disconnecting,
            CalendarSelection calendars,
            HoldDecisions holds) {
        this.ledger = ledger;
        this.rows = rows;
        this.connecting = connecting;
        this.disconnecting = disconnecting;
        this.calendars = calendars;
        this.holds = holds;
    }

    /// Carries `command` out. A command that finds nothing to change is answered too, with the state as it is,
    /// so that whoever gave it can see its end.
    Outcome carryOut(ConnectionCommand command) throws InterruptedException {
        return switch (command) {
            case Connect connect -> connecting.connect(connect);
            case Disconnect disconnect -> disconnecting.disconnect(disconnect);
            case SelectCalendars(var order, var selected) ->
                ledger.carryOut(order, before -> {
                    if (!before.isGone()) {
                        rows.raiseFence(order);
                        calendars.select(order, selected);
                    }
                });
            case ReleaseDeletions(var order, var named) ->
                ledger.carryOut(order, before -> {
                    if (!before.isGone()) {
                        rows.raiseFence(order);
                        holds.release(order, named);
                    }
                });
            case DiscardDeletions(var order, var named) ->
                ledger.carryOut(order, before -> {
                    if (!before.isGone()) {
                        rows.raiseFence(order);
                        holds.discard(order, named);
                    }
                });
            case Pause(var order) ->
                ledger.carryOut(order, before -> {
                    if (before.state() instanceof ConnectionState.Pausable pausable) {
                        rows.stand(order, pausable.paused());
                    }
                });
            case Resume(var order) ->
                ledger.carryOut(order, before -> {
                    if (before.state() instanceof ConnectionState.Paused paused) {
                        rows.stand(order, paused.resumed(before.read()));
                    }
                });
        };
    }
}
