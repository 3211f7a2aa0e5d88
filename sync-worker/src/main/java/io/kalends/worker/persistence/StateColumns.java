package io.kalends.worker.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;

import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

import io.kalends.core.connection.ConnectionState;
import io.kalends.core.connection.ConnectionState.Cause;
import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.connection.FailureReason;

/// Where a connection stands, as the columns `status`, `consecutive_failures`, `failure_reason` and
/// `failure_message` of its row say it.
public final class StateColumns {

    private StateColumns() {}

    /// The state of a row that has these columns.
    public static ConnectionState read(ResultSet row) throws SQLException {
        var reason = row.getString("failure_reason");
        var message = row.getString("failure_message");
        return ConnectionState.of(
                ConnectionStatus.valueOf(row.getString("status")),
                row.getInt("consecutive_failures"),
                reason == null ? null : new Cause(FailureReason.valueOf(reason), message == null ? "" : message));
    }

    /// Gives a statement its parameters `:status`, `:failures`, `:reason` and `:message`.
    public static StatementSpec write(StatementSpec sql, ConnectionState state) {
        var cause = state.cause();
        return sql.param("status", state.status().name())
                .param("failures", state.failures())
                .param("reason", cause == null ? null : cause.reason().name(), Types.VARCHAR)
                .param("message", cause == null ? null : Columns.message(cause.message()), Types.VARCHAR);
    }
}
