package io.kalends.worker.command;

import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.transaction.TransactionException;

/// Tells broken infrastructure, which heals, from defects, which do not.
final class Infrastructure {

    private Infrastructure() {}

    /// Whether `thrown` comes from a database or broker that is away, or from being told to stop.
    static boolean isAway(@Nullable Throwable thrown) {
        return switch (thrown) {
            case null -> false;
            case DataIntegrityViolationException _,
                    InvalidDataAccessApiUsageException _,
                    InvalidDataAccessResourceUsageException _ -> false;
            case DataAccessException _, TransactionException _, RetriableException _, InterruptedException _ -> true;
            default -> isAway(thrown.getCause());
        };
    }
}
