package io.kalends.health.projection;

import org.jspecify.annotations.Nullable;

/// What the scheduler says of a resync command beside its state.
///
/// @param connections how many connections it covers, 0 while unknown
/// @param remaining how many of them are still to be done
/// @param joinedCommandId the earlier command whose runs serve it too, or null
/// @param estimatedCalls calls to the provider it would take, of one that was only tried; else null
/// @param estimatedSeconds seconds it would take, of one that was only tried; else null
public record Course(
        int connections,
        int remaining,
        @Nullable String joinedCommandId,
        @Nullable Long estimatedCalls,
        @Nullable Long estimatedSeconds) {

    /// Of a command about which nothing was told yet.
    public static final Course UNKNOWN = of(0);

    /// Of one that covers so many connections and has nothing left to do.
    public static Course of(int connections) {
        return new Course(connections, 0, null, null, null);
    }

    /// This, which is the newer one, with what only the older one says.
    Course over(Course older) {
        return new Course(
                Math.max(connections, older.connections),
                remaining,
                joinedCommandId == null ? older.joinedCommandId : joinedCommandId,
                estimatedCalls == null ? older.estimatedCalls : estimatedCalls,
                estimatedSeconds == null ? older.estimatedSeconds : estimatedSeconds);
    }
}
