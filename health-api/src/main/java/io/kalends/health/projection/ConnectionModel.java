package io.kalends.health.projection;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.kalends.health.projection.Fact.Completed;
import io.kalends.health.projection.Fact.Deferred;
import io.kalends.health.projection.Fact.Failed;
import io.kalends.health.projection.Fact.Moved;
import io.kalends.health.projection.Fact.OfConnection;
import io.kalends.schemas.ConnectionKey;

/// All that is known of one connection: the newest fact of each kind, and the last runs.
///
/// The topics are read independently, so facts arrive in any order and more than once. Every part keeps the highest
/// `sequence` it has seen; that makes the fold commutative and idempotent. A disconnect erases every older part and
/// leaves its sequence behind, so that a fact from before cannot bring the connection back.
///
/// @param erasedThrough facts up to this sequence are forgotten; 0 when there was no disconnect
public record ConnectionModel(
        ConnectionKey key,
        long erasedThrough,
        @Nullable Moved moved,
        @Nullable Completed completed,
        @Nullable Failed failed,
        @Nullable Deferred deferred,
        RunHistory history) {

    /// A connection of which nothing is known yet.
    public static ConnectionModel unknown(ConnectionKey key) {
        return new ConnectionModel(key, 0, null, null, null, null, RunHistory.EMPTY);
    }

    /// The model with `fact` taken in.
    public ConnectionModel with(OfConnection fact) {
        if (fact.sequence() <= erasedThrough) {
            return this;
        }
        var run = Run.of(fact);
        var runs = run == null ? history : history.with(run);
        return switch (fact) {
            case Moved m when m.state() == ConnectionState.DISCONNECTED -> erasedBy(m.sequence());
            case Moved m ->
                new ConnectionModel(key, erasedThrough, newer(moved, m), completed, failed, deferred, history);
            case Completed c ->
                new ConnectionModel(key, erasedThrough, moved, newer(completed, c), failed, deferred, runs);
            case Failed f ->
                new ConnectionModel(key, erasedThrough, moved, completed, newer(failed, f), deferred, runs);
            case Deferred d ->
                new ConnectionModel(key, erasedThrough, moved, completed, failed, newer(deferred, d), runs);
        };
    }

    /// This model with an empty history: what is held in one row.
    public ConnectionModel withoutHistory() {
        return new ConnectionModel(key, erasedThrough, moved, completed, failed, deferred, RunHistory.EMPTY);
    }

    /// True when the connection exists as far as is known.
    public boolean listed() {
        return moved != null || completed != null || failed != null || deferred != null;
    }

    /// Where it stands. A failure that disabled it counts before the worker's own word about the state arrives; a
    /// connection known from its runs alone stands where they left it.
    public ConnectionState state() {
        if (failed != null && failed.disabled() && failureStands()) {
            return failed.needsUser() ? ConnectionState.NEEDS_RECONNECT : ConnectionState.DISABLED;
        }
        if (moved != null) {
            return moved.state();
        }
        if (failureStands()) {
            return ConnectionState.DEGRADED;
        }
        if (completed != null) {
            return ConnectionState.ACTIVE;
        }
        return listed() ? ConnectionState.LINKED : ConnectionState.DISCONNECTED;
    }

    /// Why it stands there, as far as something is wrong; else null.
    public @Nullable String reason() {
        if (failed != null && failureStands()) {
            return failed.reason();
        }
        return moved == null ? null : moved.reason();
    }

    /// Counting failures in a row, 0 after a success.
    public int consecutiveFailures() {
        long failedAt = sequence(failed);
        long movedAt = sequence(moved);
        if (sequence(completed) > Math.max(failedAt, movedAt)) {
            return 0;
        }
        if (failed != null && failedAt > movedAt) {
            return failed.consecutiveFailures();
        }
        return moved == null ? 0 : moved.consecutiveFailures();
    }

    /// True when somebody should look at it.
    public boolean withErrors() {
        return consecutiveFailures() > 0 || state().troubled();
    }

    /// What the last failure said; null after a success.
    public @Nullable String lastError() {
        var told = moved != null && moved.state().troubled() && moved.message() != null ? moved : null;
        if (failed != null && failed.sequence() > Math.max(sequence(completed), sequence(told))) {
            return failed.message();
        }
        return told != null && told.sequence() > sequence(completed) ? told.message() : null;
    }

    /// When the last completed run ended, or null.
    public @Nullable Instant lastSync() {
        return completed == null ? null : completed.completedAt();
    }

    /// When the access token expires, as told last; null when never told.
    public @Nullable Instant tokenExpiry() {
        var byRun = completed == null ? null : completed.tokenExpiresAt();
        var byState = moved == null ? null : moved.tokenExpiresAt();
        if (byRun == null || byState == null) {
            return byRun == null ? byState : byRun;
        }
        return sequence(completed) > sequence(moved) ? byRun : byState;
    }

    /// What it waits for, or null when it simply waits for its next turn. A failure is waited out until a run completes
    /// or the connection is told to be well again.
    public @Nullable Waiting waiting() {
        if (deferred != null && deferred.sequence() > Math.max(sequence(completed), sequence(failed))) {
            return new Waiting(deferred.resumeAt(), deferred.reason());
        }
        if (failed == null || failed.retryAt() == null || failed.sequence() < sequence(completed) || wellAgain()) {
            return null;
        }
        return new Waiting(failed.retryAt(), failed.reason());
    }

    /// How many calendars could not be read when it was last heard of, while others were.
    public int calendarsFailing() {
        if (completed != null && completed.sequence() > sequence(moved)) {
            return completed.calendarsFailed();
        }
        return moved == null ? 0 : moved.calendarsFailing();
    }

    /// How many deletions wait for a person to release or discard them.
    public int deletionsHeld() {
        return moved == null ? 0 : moved.deletionsHeld();
    }

    /// Its calendars, empty when not told yet.
    public List<Calendar> calendars() {
        return moved == null ? List.of() : moved.calendars();
    }

    /// When the next attempt is made, and why not now.
    public record Waiting(Instant until, String reason) {}

    private ConnectionModel erasedBy(long sequence) {
        return new ConnectionModel(
                key,
                sequence,
                since(moved, sequence),
                since(completed, sequence),
                since(failed, sequence),
                since(deferred, sequence),
                history.after(sequence));
    }

    /// True when neither a success nor a word about the state came after the last failure.
    private boolean failureStands() {
        return sequence(failed) > Math.max(sequence(moved), sequence(completed));
    }

    /// True when it was connected again, resumed or paused after the last failure.
    private boolean wellAgain() {
        return moved != null && !moved.state().troubled() && moved.sequence() > sequence(failed);
    }

    private static long sequence(@Nullable OfConnection fact) {
        return fact == null ? 0 : fact.sequence();
    }

    private static <F extends OfConnection> F newer(@Nullable F known, F told) {
        return known != null && known.sequence() >= told.sequence() ? known : told;
    }

    private static <F extends OfConnection> @Nullable F since(@Nullable F fact, long sequence) {
        return fact == null || fact.sequence() <= sequence ? null : fact;
    }
}
