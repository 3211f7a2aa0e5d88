package io.kalends.core.sync;

import java.util.List;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.FailureReason;
import io.kalends.core.connection.Provider;
import io.kalends.core.incident.Incidents;
import io.kalends.core.plan.Problem;
import io.kalends.core.plan.SyncPlan;
import io.kalends.core.plan.WalkPlan;
import io.kalends.core.provider.CalendarProvider;
import io.kalends.core.store.Claim;
import io.kalends.core.store.Claim.Claimed;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.SyncRequest;
import io.kalends.core.store.SyncStore;
import io.kalends.core.sync.Reading.Outcome;
import io.kalends.core.token.Tokens;

/// Answers requests for one connection: claims it, reads its calendars as far as one slice allows, and settles every
/// request.
///
/// No transaction is open during a provider call. When the store is away its exception passes through and nothing is
/// settled.
public final class SyncRun {

    /// What a run talks to at one provider.
    public record Account(CalendarProvider calendars, Tokens tokens) {}

    /// Finds the [Account] of a provider.
    @FunctionalInterface
    public interface Accounts {

        /// Null when this installation has no adapter for `provider`.
        @Nullable
        Account at(Provider provider);
    }

    /// The rules a run follows.
    ///
    /// @param nanoTime monotonic time for durations
    public record Rules(
            SyncPlan plan,
            WalkPlan walks,
            Budget budget,
            ShortRetries retries,
            Incidents incidents,
            LongSupplier nanoTime) {}

    /// How a call to [#handle] ended, for the metrics.
    public enum Handled {
        COMPLETED,
        DEFERRED,
        FAILED,
        ANSWERED,
        INACTIVE,
        FENCED
    }

    private final SyncStore store;
    private final Accounts accounts;
    private final Rules rules;

    public SyncRun(SyncStore store, Accounts accounts, Rules rules) {
        this.store = store;
        this.accounts = accounts;
        this.rules = rules;
    }

    /// Settles `requests`, all of one connection, oldest first.
    public Handled handle(List<SyncRequest> requests) throws InterruptedException {
        return switch (store.claim(requests)) {
            case Claim.Answered _ -> Handled.ANSWERED;
            case Claim.Inactive _ -> Handled.INACTIVE;
            case Claimed claim -> run(claim);
        };
    }

    private Handled run(Claimed claim) throws InterruptedException {
        var meter = rules.budget().start(rules.nanoTime());
        var tally = new Tally(meter);
        var account = accounts.at(claim.key().provider());
        var end = account == null
                ? rules.plan().after(unsupported(claim), claim)
                : read(claim, access(claim, account, meter), account, tally);
        if (end == null || !store.finish(claim, end, tally.stats())) {
            return store.handBack(claim, tally.stats()) ? Handled.DEFERRED : Handled.FENCED;
        }
        return switch (end) {
            case RunEnd.Completed _ -> Handled.COMPLETED;
            case RunEnd.Deferred _ -> Handled.DEFERRED;
            case RunEnd.Failed _, RunEnd.Limited _ -> Handled.FAILED;
        };
    }

    private static Problem unsupported(Claimed claim) {
        var provider = claim.key().provider().id();
        return new Problem(
                FailureReason.REQUEST_REJECTED, "This installation has no adapter for the provider " + provider);
    }

    private ProviderAccess access(Claimed claim, Account account, Budget.Meter meter) {
        var awaited = claim.requests().stream().anyMatch(request -> request.trigger() == SyncRequest.Trigger.MANUAL);
        var calling = new ProviderAccess.Calling(rules.retries(), meter);
        return new ProviderAccess(claim.key(), account.tokens(), calling, rules.incidents(), awaited);
    }

    private @Nullable RunEnd read(Claimed claim, ProviderAccess access, Account account, Tally tally)
            throws InterruptedException {
        return end(claim, access, reading(claim, account, access).go(tally), tally);
    }

    private Reading reading(Claimed claim, Account account, ProviderAccess access) {
        var provider = account.calendars();
        var walks = new WalkPlan(rules.walks().windows().reaching(claim.reach()));
        var ways = new Reading.Ways(
                new CalendarListing(store, provider),
                new Republication(store),
                new CalendarWalk(store, provider, walks, rules.budget()),
                access);
        return new Reading(store, claim, rules.plan(), ways);
    }

    /// Null when the connection was taken away; the store knows whether there is anything left to say.
    private @Nullable RunEnd end(Claimed claim, ProviderAccess access, Outcome outcome, Tally tally) {
        return switch (outcome) {
            case Outcome.Done _ -> {
                access.worked();
                yield new RunEnd.Completed();
            }
            case Outcome.MoreLater _ -> {
                access.worked();
                yield RunEnd.Deferred.nextSlice(tally.rest());
            }
            case Outcome.Stopped(Problem problem) -> rules.plan().after(access.ended(problem), claim);
            case Outcome.Fenced _ -> null;
        };
    }
}
