package io.kalends.health.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.query.Param;

import io.kalends.health.projection.CommandState;

/// Reads commands for those who follow them.
public interface Commands extends Repository<Commands.Command, String> {

    /// @param commandId UUID of the command
    Optional<Command> findById(String commandId);

    /// The commands that moved last, the latest first.
    ///
    /// @param tenantId whose, null for all
    @Query("""
            SELECT command_id, kind, tenant_id, user_id, provider, requested_at, state, connections, remaining,
                   joined_command_id, estimated_calls, estimated_seconds, message, changed_at
              FROM health.command
             WHERE :tenant::text IS NULL OR tenant_id = :tenant
             ORDER BY changed_at DESC, command_id
             LIMIT :limit
            """)
    List<Command> latest(@Param("tenant") @Nullable String tenantId, @Param("limit") int limit);

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
            int remaining,
            @Nullable String joinedCommandId,
            @Nullable Long estimatedCalls,
            @Nullable Long estimatedSeconds,
            @Nullable String message,
            Instant changedAt) {

        /// The command whose runs serve it: itself, unless it has joined an earlier one.
        public String served() {
            return joinedCommandId == null ? commandId : joinedCommandId;
        }

        /// True when nothing more will happen.
        public boolean ended() {
            return CommandState.valueOf(state).ended();
        }
    }
}
