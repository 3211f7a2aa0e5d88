package io.kalends.health.store;

import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.query.Param;

/// Reads commands for those who follow them.
public interface Commands extends Repository<Commands.Command, String> {

    /// @param commandId UUID of the command
    Optional<Command> findById(String commandId);

    /// How many connections a command has brought to the given outcome.
    ///
    /// @param outcome COMPLETED or FAILED
    @Query("""
            SELECT count(DISTINCT connection_key) FROM health.run WHERE command_id = :command AND outcome = :outcome
            """)
    long connectionsWith(@Param("command") String commandId, @Param("outcome") String outcome);

    /// A command as it stands.
    @Table(schema = "health", name = "command")
    record Command(
            @Id String commandId,
            @Nullable String kind,
            @Nullable String tenantId,
            @Nullable String userId,
            @Nullable String provider,
            @Nullable Instant requestedAt,
            String state,
            int connections,
            @Nullable String message,
            Instant changedAt) {}
}
