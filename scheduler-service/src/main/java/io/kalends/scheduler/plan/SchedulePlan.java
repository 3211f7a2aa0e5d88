package io.kalends.scheduler.plan;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// What follows from an outcome, and from news about a connection.
///
/// The two come on different topics, in any order. Both carry the worker's counter of the connection, and the rules are
/// such that every order leads to the same row.
public final class SchedulePlan {

    private final Cadence cadence;

    public SchedulePlan(Cadence cadence) {
        this.cadence = cadence;
    }

    /// The row after `outcome`: the same row when another request is in flight, or none.
    ///
    /// A due time found on a row in flight is a wish that arrived meanwhile; it stands, whatever the outcome.
    public Standing settle(Standing standing, Outcome outcome, Instant now) {
        var flight = standing.inFlight();
        if (flight == null || !flight.requestId().toString().equals(outcome.requestId())) {
            return standing;
        }
        var answered = standing.answered(outcome.sequence());
        return switch (outcome) {
            case Outcome.Completed _ -> completed(answered, flight, standing.promised(), now);
            case Outcome.Failed failed -> {
                var next = new Next(flight.mode(), Trigger.RETRY, Priority.SCHEDULED);
                yield goesOn(notBefore(answered, failed.retryAt()), afterFailure(standing, failed, now), next, null);
            }
            case Outcome.Deferred deferred -> {
                var next = goingOn(flight, deferred);
                var told = deferred.nextSlice() ? answered : notBefore(answered, deferred.resumeAt());
                yield goesOn(told, deferred.resumeAt(), next, behind(standing.promised(), deferred, next, now));
            }
        };
    }

    /// What `news` does to the row.
    ///
    /// @param known the row, or null when there is none
    /// @param remembered sequence with which the connection was disconnected, or -1
    public Learned learn(@Nullable Standing known, long remembered, ConnectionNews news, Instant now) {
        if (news.sequence() <= (known == null ? remembered : known.connectionSequence())) {
            return new Learned.Stale();
        }
        return switch (news.status()) {
            case DISCONNECTED -> new Learned.Gone(news.sequence());
            case PAUSED, NEEDS_RECONNECT ->
                new Learned.Stands(new Standing(
                        news.status(),
                        null,
                        Next.ON_SCHEDULE,
                        null,
                        null,
                        news.sequence(),
                        known == null ? 0 : known.outcomeSequence()));
            case DISABLED -> new Learned.Stands(disabled(known, news, now));
            case LINKED, ACTIVE, DEGRADED ->
                new Learned.Stands(known == null ? first(news, now) : flowing(known, news, now));
        };
    }

    private Standing completed(Standing answered, Standing.InFlight flight, @Nullable Promise promised, Instant now) {
        var wishedAt = answered.dueAt();
        var owed = flight.mode().owed();
        if (owed == null) {
            var usual = cadence.after(now);
            return wishedAt != null
                    ? answered.wished(wishedAt, answered.next(), new Promise(usual, Next.ON_SCHEDULE))
                    : answered.due(usual, Next.ON_SCHEDULE);
        }
        if (owed.wide()) {
            var next = new Next(owed, Trigger.MANUAL, flight.priority());
            return goesOn(answered, now, next, beside(promised, next, now));
        }
        // the run took the place of one that reads, which must not wait for another interval
        return goesOn(
                answered,
                now,
                new Next(owed, Trigger.SCHEDULE, flight.priority().or(Priority.SCHEDULED)),
                null);
    }

    /// What follows is due at `dueAt`, or takes a person; a wish that arrived meanwhile does the work of both.
    /// But a bulk wish does not go as early as the ordinary run that it stands behind: that goes beside it.
    ///
    /// @param behind what is due beside it, or null when it is itself what is due anyway
    private static Standing goesOn(Standing answered, @Nullable Instant dueAt, Next next, @Nullable Promise behind) {
        var wishedAt = answered.dueAt();
        if (wishedAt == null) {
            return answered.wished(dueAt, next, behind);
        }
        if (answered.next().priority() == Priority.BULK && ordinary(next)) {
            return answered.wished(wishedAt, answered.next(), dueAt == null ? null : new Promise(dueAt, next));
        }
        var anyway = behind == null && dueAt != null ? new Promise(dueAt, next) : behind;
        return answered.wished(wishedAt, answered.next().joinedWith(next), anyway);
    }

    /// Whether it reads only what changed, which any wish does too, and nobody waits for it.
    private static boolean ordinary(Next next) {
        return next.mode() == Mode.DELTA && next.priority() != Priority.INTERACTIVE && next.priority() != Priority.BULK;
    }

    /// A bulk wish that stands behind a run waits as long as that was told to.
    private static Standing notBefore(Standing answered, @Nullable Instant told) {
        var wishedAt = answered.dueAt();
        return wishedAt == null
                        || told == null
                        || answered.next().priority() != Priority.BULK
                        || !wishedAt.isBefore(told)
                ? answered
                : answered.wished(told, answered.next(), answered.promised());
    }

    /// What is due beside the rest of a deferred run. What takes its place in the bulk lane must not keep the
    /// connection from the ordinary round; but nothing goes before the time it was told to wait for.
    private @Nullable Promise behind(@Nullable Promise promised, Outcome.Deferred deferred, Next rest, Instant now) {
        var promise = beside(promised, rest, now);
        return promise == null || deferred.nextSlice() ? promise : promise.notBefore(deferred.resumeAt());
    }

    /// What was promised, or the ordinary round where bulk follows: without a promise, bulk is what would be due
    /// anyway.
    private @Nullable Promise beside(@Nullable Promise promised, Next next, Instant now) {
        return promised == null && next.priority() == Priority.BULK
                ? new Promise(cadence.after(now), Next.ON_SCHEDULE)
                : promised;
    }

    private Standing first(ConnectionNews news, Instant now) {
        return news.justConnected(now)
                ? fresh(news, now, atOnceForSomebody())
                : fresh(news, now.plus(cadence.place(news.connectionKey())), Next.ON_SCHEDULE);
    }

    /// A disabled connection is probed when its failure said, never at once. Without such a time it gets one later than
    /// an interval: should the probing take a person, the worker's answer will say so.
    private Standing disabled(@Nullable Standing known, ConnectionNews news, Instant now) {
        var probe = now.plus(cadence.interval()).plus(cadence.place(news.connectionKey()));
        if (known == null) {
            return fresh(news, probe, Next.ON_SCHEDULE);
        }
        var told = known.told(news.status(), news.sequence());
        return known.status().waitsForAPerson() ? told.due(probe, Next.ON_SCHEDULE) : told;
    }

    private Standing flowing(Standing known, ConnectionNews news, Instant now) {
        var told = known.told(news.status(), news.sequence());
        if (news.justConnected(now)) {
            return told.due(now, atOnceForSomebody().joinedWith(known.next()));
        }
        boolean lifted = known.status() == Status.DISABLED && news.status() != Status.DEGRADED;
        if (known.inFlight() != null) {
            return lifted && news.commanded() ? atOnce(told, now) : told;
        }
        if (known.status().waitsForAPerson() || (lifted && !liftedByARun(known))) {
            return atOnce(told, now);
        }
        boolean lost = known.dueAt() == null && news.sequence() > known.outcomeSequence();
        return lost ? told.due(resumed(news.status(), now), known.next()) : told;
    }

    /// True when a run since the disabling showed it to work again: that run has set the due time itself.
    private static boolean liftedByARun(Standing known) {
        var why = known.next().trigger();
        return known.outcomeSequence() > known.connectionSequence()
                && known.dueAt() != null
                && (why == Trigger.SCHEDULE || why == Trigger.CONTINUATION);
    }

    private static Standing atOnce(Standing standing, Instant now) {
        boolean already = standing.dueAt() != null && !standing.dueAt().isAfter(now);
        return already ? standing : standing.due(now, Next.ON_SCHEDULE.joinedWith(standing.next()));
    }

    /// Null when it takes a person, unless newer news has already said that the connection flows again.
    private @Nullable Instant afterFailure(Standing standing, Outcome.Failed failed, Instant now) {
        if (failed.retryAt() != null) {
            return failed.retryAt();
        }
        boolean overtaken = standing.connectionSequence() > failed.sequence()
                && standing.status().flows();
        return overtaken ? resumed(standing.status(), now) : null;
    }

    private Instant resumed(Status status, Instant now) {
        return status == Status.LINKED ? now : cadence.after(now);
    }

    private static Next goingOn(Standing.InFlight flight, Outcome.Deferred deferred) {
        if (!deferred.nextSlice()) {
            return new Next(flight.mode(), Trigger.RETRY, flight.priority());
        }
        boolean awaited = flight.priority() == Priority.INTERACTIVE;
        return new Next(flight.mode(), Trigger.CONTINUATION, awaited ? Priority.INTERACTIVE : Priority.BULK);
    }

    private static Next atOnceForSomebody() {
        return new Next(Mode.DELTA, Trigger.SCHEDULE, Priority.INTERACTIVE);
    }

    private static Standing fresh(ConnectionNews news, Instant dueAt, Next next) {
        return new Standing(news.status(), dueAt, next, null, null, news.sequence(), 0);
    }
}
