package io.kalends.worker.failure;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

import static org.assertj.core.api.Assertions.assertThat;

class FailureTest {

    @ParameterizedTest
    @ValueSource(strings = {"08006", "25006", "40001", "40P01", "53300", "55P03", "57014", "57P01", "58030"})
    void what_a_server_in_trouble_says_is_an_outage(String state) {
        assertThat(Failure.isOutage(new UncategorizedSQLException("write", "INSERT", sql(state))))
                .isTrue();
        assertThat(Failure.isOutage(new IllegalStateException(new TransactionSystemException("commit", sql(state)))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"22001", "22021", "23505", "25P02", "42601", "54000", "XX000"})
    void what_the_same_data_brings_back_every_time_is_a_defect(String state) {
        assertThat(Failure.isOutage(new DataAccessResourceFailureException("write", sql(state))))
                .isFalse();
        assertThat(Failure.isOutage(new TransactionSystemException("commit", sql(state))))
                .isFalse();
    }

    @Test
    void a_pool_without_a_connection_is_an_outage_whatever_the_server_said() {
        var full = new SQLTransientConnectionException("not available");

        assertThat(Failure.isOutage(new CannotGetJdbcConnectionException("get", full)))
                .isTrue();
        assertThat(Failure.isOutage(new CannotGetJdbcConnectionException("get", sql("28P01"))))
                .isTrue();
        assertThat(Failure.isOutage(new CannotCreateTransactionException("begin", full)))
                .isTrue();
    }

    @Test
    void without_a_state_the_kind_of_the_exception_decides() {
        assertThat(Failure.isOutage(new QueryTimeoutException("slow"))).isTrue();
        assertThat(Failure.isOutage(new TransactionSystemException("lost"))).isTrue();
        assertThat(Failure.isOutage(new TimeoutException("no broker"))).isTrue();
        assertThat(Failure.isOutage(new IllegalStateException(new InterruptedException())))
                .isTrue();
        assertThat(Failure.isOutage(new EmptyResultDataAccessException(1))).isFalse();
        assertThat(Failure.isOutage(new RecordTooLargeException("large"))).isFalse();
        assertThat(Failure.isOutage(new IllegalStateException("bug"))).isFalse();
    }

    @Test
    void a_failure_of_the_database_is_told_by_types_and_states_alone() {
        var batch = new BatchUpdateException("INSERT 'Secret title'", "23514", new int[0], sql("23514"));
        batch.setNextException(new SQLException("Secret title", "23514"));
        var thrown = new IllegalStateException("bug", new DataIntegrityViolationException("Secret title", batch));
        thrown.addSuppressed(new SQLException("Secret title"));

        var told = Failure.loggable(thrown);

        assertThat(told)
                .hasMessage("IllegalStateException, by DataIntegrityViolationException,"
                        + " by BatchUpdateException [SQL state 23514], by SQLException [SQL state 23514]")
                .hasNoCause()
                .hasNoSuppressedExceptions();
        assertThat(told.getStackTrace()).isEqualTo(thrown.getStackTrace());
    }

    @Test
    void any_other_failure_is_told_as_it_is() {
        var thrown = new IllegalStateException("bug", new TimeoutException("no broker"));

        assertThat(Failure.loggable(thrown)).isSameAs(thrown);
    }

    private static SQLException sql(String state) {
        return new SQLException("no", state);
    }
}
