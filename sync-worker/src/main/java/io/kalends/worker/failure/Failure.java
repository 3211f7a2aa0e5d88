package io.kalends.worker.failure;

import java.sql.SQLException;
import java.util.Set;

import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionException;

/// Tells outages, which end by themselves, from defects, which the same data brings back every time; and says
/// what of either may be logged.
public final class Failure {

    /// Connection, rolled back transaction, resources, object not ready (locks), operator, system.
    private static final Set<String> OUTAGES = Set.of("08", "40", "53", "55", "57", "58");

    /// A server that only reads, as during a failover; transactions the server ended because they took too long.
    private static final Set<String> OUTAGE_STATES = Set.of("25006", "25P03", "25P04");

    private Failure() {}

    /// Whether `thrown` comes from a database, broker or schema registry that is away or busy, or from being told
    /// to stop: the same work is worth trying again, however often.
    public static boolean isOutage(@Nullable Throwable thrown) {
        return switch (thrown) {
            case null -> false;
            // whatever the server said while it let nobody in, it was not about our data
            case CannotGetJdbcConnectionException _, CannotCreateTransactionException _ -> true;
            case RetriableException _, InterruptedException _ -> true;
            case DataAccessException e -> isOutage(e, sqlState(e));
            case TransactionException e -> isOutage(e, sqlState(e));
            default -> isOutage(thrown.getCause());
        };
    }

    /// What may be logged in place of `thrown`.
    ///
    /// Messages of a database quote statements and values, which are a tenant's. Where one takes part, the answer
    /// has the types, SQL states and stack of `thrown` and no message of it; otherwise it is `thrown` itself.
    public static Throwable loggable(Throwable thrown) {
        return involvesDatabase(thrown) ? new DatabaseFailure(thrown, outline(thrown)) : thrown;
    }

    private static boolean isOutage(RuntimeException e, @Nullable String state) {
        if (state != null) {
            return OUTAGES.contains(state.substring(0, 2)) || OUTAGE_STATES.contains(state);
        }
        return switch (e) {
            case TransientDataAccessException _,
                    RecoverableDataAccessException _,
                    NonTransientDataAccessResourceException _,
                    TransactionException _ -> true;
            default -> false;
        };
    }

    private static @Nullable String sqlState(@Nullable Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                var state = sql.getSQLState();
                if (state != null && state.length() == 5) {
                    return state;
                }
            }
        }
        return null;
    }

    private static boolean involvesDatabase(@Nullable Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException
                    || cause instanceof DataAccessException
                    || cause instanceof TransactionException) {
                return true;
            }
            for (var suppressed : cause.getSuppressed()) {
                if (involvesDatabase(suppressed)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String outline(Throwable thrown) {
        var outline = new StringBuilder();
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            outline.append(outline.isEmpty() ? "" : ", by ")
                    .append(cause.getClass().getSimpleName());
            if (cause instanceof SQLException sql) {
                outline.append(" [SQL state ").append(sql.getSQLState()).append(']');
            }
        }
        return outline.toString();
    }

    /// Stands for a failure whose messages stay unsaid.
    private static final class DatabaseFailure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        DatabaseFailure(Throwable original, String outline) {
            super(outline, null, false, true);
            setStackTrace(original.getStackTrace());
        }
    }
}
