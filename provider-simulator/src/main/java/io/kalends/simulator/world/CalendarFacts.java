package io.kalends.simulator.world;

import java.time.ZoneId;

/// What an account's list of calendars says about one of them.
///
/// @param role         `owner`, `writer`, `reader` or `freeBusyReader`
/// @param listRevision the account's list revision at the last change of this
public record CalendarFacts(
        String id,
        String summary,
        ZoneId zone,
        String role,
        boolean primary,
        boolean hidden,
        boolean deleted,
        long listRevision) {

    CalendarFacts at(long revision) {
        return new CalendarFacts(id, summary, zone, role, primary, hidden, deleted, revision);
    }

    public CalendarFacts withSummary(String other) {
        return new CalendarFacts(id, other, zone, role, primary, hidden, deleted, listRevision);
    }

    public CalendarFacts withRole(String other) {
        return new CalendarFacts(id, summary, zone, other, primary, hidden, deleted, listRevision);
    }

    public CalendarFacts withHidden(boolean other) {
        return new CalendarFacts(id, summary, zone, role, primary, other, deleted, listRevision);
    }

    public CalendarFacts asDeleted() {
        return new CalendarFacts(id, summary, zone, role, primary, hidden, true, listRevision);
    }
}
