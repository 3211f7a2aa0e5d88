package io.kalends.core.connection;

import org.jspecify.annotations.Nullable;

/// Where a connection stands, and where it can go from there: what is not a method of a state cannot happen to it.
/// How its calendars fare is another matter, and theirs.
///
/// Every state is reached by the methods of another, from [Linked] on; [#of] reads one back.
public sealed interface ConnectionState {

    /// Counting failures in a row that disable a connection.
    int FAILURES_THAT_DISABLE = 5;

    /// Its name in the contract and in tables.
    ConnectionStatus status();

    /// Counting failures in a row.
    default int failures() {
        return 0;
    }

    /// What is wrong, null when nothing is.
    default @Nullable Cause cause() {
        return null;
    }

    /// The user has given a new grant, whatever was before.
    default Linked reconnected() {
        return new Linked();
    }

    /// The user gives the connection up.
    default Disconnected disconnected() {
        return new Disconnected();
    }

    /// Why a connection stands badly.
    ///
    /// @param message one line for people, without secrets
    record Cause(FailureReason reason, String message) {}

    /// A state in which a person can stop the connection.
    sealed interface Pausable extends ConnectionState {

        /// A person stops it.
        Paused paused();
    }

    /// A state in which runs are made. All of them end it.
    sealed interface Syncing extends Pausable {

        /// A run has read what is to be read, and all that was wrong is forgotten.
        default Active completed() {
            return new Active();
        }

        /// A run has failed.
        ///
        /// @throws IllegalArgumentException when `cause` is nothing a connection is to blame for
        default Troubled failed(Cause cause) {
            return switch (cause.reason().bearing()) {
                case COUNTS -> counted(cause, failures() + 1);
                case USER -> new NeedsReconnect(failures() + 1, cause);
                case PERSON -> new Disabled(failures() + 1, cause);
                case NOBODY, OPERATORS ->
                    throw new IllegalArgumentException(
                            cause.reason() + " is no failure of a connection: such a run is put off");
            };
        }

        /// A person has asked for a run: failures are counted from the beginning.
        Syncing resynced();

        /// A person stops it; what was wrong is forgotten.
        @Override
        default Paused paused() {
            return new Paused(null);
        }

        private static Troubled counted(Cause cause, int failures) {
            return failures < FAILURES_THAT_DISABLE ? new Degraded(failures, cause) : new Disabled(failures, cause);
        }
    }

    /// A state that a failure leads to.
    sealed interface Troubled extends Pausable {

        @Override
        Cause cause();
    }

    /// The user has given a grant, and no run has ended since.
    record Linked() implements Syncing {

        @Override
        public ConnectionStatus status() {
            return ConnectionStatus.LINKED;
        }

        @Override
        public Linked resynced() {
            return this;
        }
    }

    /// The last run succeeded.
    record Active() implements Syncing {

        @Override
        public ConnectionStatus status() {
            return ConnectionStatus.ACTIVE;
        }

        @Override
        public Active resynced() {
            return this;
        }
    }

    /// The last run failed, and it is tried again.
    ///
    /// @param failures 0 once a person has asked for a run and none has failed since
    record Degraded(int failures, Cause cause) implements Syncing, Troubled {

        public Degraded {
            check(failures >= 0 && failures < FAILURES_THAT_DISABLE, "degraded", failures, cause);
            check(
                    switch (cause.reason().bearing()) {
                        case COUNTS -> true;
                        case PERSON -> failures == 0;
                        case USER, NOBODY, OPERATORS -> false;
                    },
                    "degraded",
                    failures,
                    cause);
        }

        @Override
        public ConnectionStatus status() {
            return ConnectionStatus.DEGRADED;
        }

        @Override
        public Degraded resynced() {
            return new Degraded(0, cause);
        }
    }

    /// Failed too often, or for good.
    record Disabled(int failures, Cause cause) implements Syncing, Troubled {

        public Disabled {
            check(
                    switch (cause.reason().bearing()) {
                        case COUNTS -> failures >= FAILURES_THAT_DISABLE;
                        case PERSON -> failures >= 1;
                        case USER, NOBODY, OPERATORS -> false;
                    },
                    "disabled",
                    failures,
                    cause);
        }

        /// Whether it is tried now and then and comes back by itself; else it takes a person.
        public boolean probed() {
            return cause.reason().bearing() == FailureReason.Bearing.COUNTS;
        }

        /// One that takes a person is not made a probed one by a failure of another kind.
        @Override
        public Troubled failed(Cause other) {
            return !probed() && other.reason().bearing() == FailureReason.Bearing.COUNTS
                    ? new Disabled(failures + 1, cause)
                    : Syncing.super.failed(other);
        }

        @Override
        public ConnectionStatus status() {
            return ConnectionStatus.DISABLED;
        }

        @Override
        public Degraded resynced() {
            return new Degraded(0, cause);
        }
    }

    /// Only the user can mend it, by a new grant.
    record NeedsReconnect(int failures, Cause cause) implements Troubled {

        public NeedsReconnect {
            check(
                    failures >= 1 && cause.reason().bearing() == FailureReason.Bearing.USER,
                    "in need of its user",
                    failures,
                    cause);
        }

        @Override
        public ConnectionStatus status() {
            return ConnectionStatus.NEEDS_RECONNECT;
        }

        /// A person stops it; that its user is needed is not forgotten.
        @Override
        public Paused paused() {
            return new Paused(this);
        }
    }

    /// Stopped by a person.
    ///
    /// @param needed set when its user has to reconnect it all the same
    record Paused(@Nullable NeedsReconnect needed) implements ConnectionState {

        @Override
        public ConnectionStatus status() {
            return ConnectionStatus.PAUSED;
        }

        @Override
        public int failures() {
            return needed == null ? 0 : needed.failures();
        }

        @Override
        public @Nullable Cause cause() {
            return needed == null ? null : needed.cause();
        }

        /// A person lets it go on.
        ///
        /// @param read whether a run has ever succeeded
        public Pausable resumed(boolean read) {
            if (needed != null) {
                return needed;
            }
            return read ? new Active() : new Linked();
        }
    }

    /// Gone, with everything that was stored.
    record Disconnected() implements ConnectionState {

        @Override
        public ConnectionStatus status() {
            return ConnectionStatus.DISCONNECTED;
        }
    }

    /// Reads a state back from what was kept of it. Numbers that cannot be are brought to the nearest that can.
    ///
    /// @param cause null when none was kept
    static ConnectionState of(ConnectionStatus status, int failures, @Nullable Cause cause) {
        return switch (status) {
            case LINKED -> new Linked();
            case ACTIVE -> new Active();
            case DISCONNECTED -> new Disconnected();
            case PAUSED -> new Paused(needed(failures, cause));
            case DEGRADED -> degraded(failures, known(cause));
            case DISABLED -> disabled(failures, known(cause));
            case NEEDS_RECONNECT -> {
                var needed = needed(failures, cause);
                yield needed == null ? new NeedsReconnect(1, unknown(FailureReason.GRANT_REVOKED)) : needed;
            }
        };
    }

    private static Degraded degraded(int failures, Cause cause) {
        return cause.reason().bearing() == FailureReason.Bearing.COUNTS
                ? new Degraded(Math.clamp(failures, 0, FAILURES_THAT_DISABLE - 1), cause)
                : new Degraded(0, cause);
    }

    private static Disabled disabled(int failures, Cause cause) {
        var least = cause.reason().bearing() == FailureReason.Bearing.COUNTS ? FAILURES_THAT_DISABLE : 1;
        return new Disabled(Math.max(failures, least), cause);
    }

    private static @Nullable NeedsReconnect needed(int failures, @Nullable Cause cause) {
        return cause != null && cause.reason().bearing() == FailureReason.Bearing.USER
                ? new NeedsReconnect(Math.max(failures, 1), cause)
                : null;
    }

    private static Cause known(@Nullable Cause cause) {
        return cause != null
                        && switch (cause.reason().bearing()) {
                            case COUNTS, PERSON -> true;
                            case USER, NOBODY, OPERATORS -> false;
                        }
                ? cause
                : unknown(FailureReason.PROVIDER_UNAVAILABLE);
    }

    private static Cause unknown(FailureReason reason) {
        return new Cause(reason, "The reason was not kept");
    }

    private static void check(boolean possible, String what, int failures, Cause cause) {
        if (!possible) {
            throw new IllegalArgumentException(
                    "no connection is " + what + " after " + failures + " counting failures for " + cause.reason());
        }
    }
}
