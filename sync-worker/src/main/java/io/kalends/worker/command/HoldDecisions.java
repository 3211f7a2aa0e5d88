package io.kalends.worker.command;

import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.kalends.core.connection.CalendarId;
import io.kalends.worker.persistence.Holds;

/// What a person says to deletions that were held back. To be called in the transaction that holds the lock on the
/// connection's row.
final class HoldDecisions {

    private static final Logger log = LoggerFactory.getLogger(HoldDecisions.class);

    private final Holds holds;

    HoldDecisions(Holds holds) {
        this.holds = holds;
    }

    /// Carries them out. A calendar without any stays as it is.
    ///
    /// @throws CommandRejectedException when the connection lacks one of `calendars`; nothing changes
    void release(Order order, Set<CalendarId> calendars) {
        check("RELEASE_DELETIONS", order, calendars);
        decided(order, "released", holds.release(order.key(), calendars));
    }

    /// Drops them, and has their calendars read in full. A calendar without any stays as it is.
    ///
    /// @throws CommandRejectedException when the connection lacks one of `calendars`; nothing changes
    void discard(Order order, Set<CalendarId> calendars) {
        check("DISCARD_DELETIONS", order, calendars);
        decided(order, "discarded", holds.discard(order.key(), calendars));
    }

    /// Calendar ids are people's addresses at one provider: they are counted, not named.
    private void check(String action, Order order, Set<CalendarId> calendars) {
        var unknown = holds.unknown(order.key(), calendars);
        if (unknown > 0) {
            throw new CommandRejectedException(action + " names " + unknown + " of " + calendars.size()
                    + " calendars that the connection " + order.row()
                    + " does not have: name those of its last ConnectionChanged, or none for all");
        }
    }

    private static void decided(Order order, String what, int calendars) {
        log.atInfo()
                .addKeyValue("connectionKey", order.row())
                .addKeyValue("commandId", order.commandId())
                .addKeyValue("calendars", calendars)
                .log("{} the deletions that were held back", what);
    }
}
