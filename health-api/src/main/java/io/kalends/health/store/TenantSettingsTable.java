package io.kalends.health.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

import io.kalends.health.projection.TenantSettings;

/// What each tenant has decided, as asked for here or told by the topic.
public final class TenantSettingsTable {

    private static final String READ = """
            SELECT tenant_id, version, window_back_days, window_ahead_days, share, private_as_busy, hold_above_percent,
                   hold_above_count, changed_at
              FROM health.tenant_settings
             WHERE tenant_id = :tenant
            """;

    private static final String DECIDE = """
            INSERT INTO health.tenant_settings AS known (tenant_id, version, window_back_days, window_ahead_days, share,
                                                         private_as_busy, hold_above_percent, hold_above_count,
                                                         changed_at)
            SELECT :tenant, :version, :back, :ahead, :share, :privateAsBusy, :percent, :count, :changed
             WHERE CAST(:expected AS bigint) IS NULL OR CAST(:expected AS bigint) = 0
                OR EXISTS (SELECT 1 FROM health.tenant_settings WHERE tenant_id = :tenant)
                ON CONFLICT (tenant_id) DO UPDATE
               SET version = GREATEST(known.version + 1, excluded.version),
                   window_back_days = excluded.window_back_days, window_ahead_days = excluded.window_ahead_days,
                   share = excluded.share, private_as_busy = excluded.private_as_busy,
                   hold_above_percent = excluded.hold_above_percent, hold_above_count = excluded.hold_above_count,
                   changed_at = excluded.changed_at
             WHERE CAST(:expected AS bigint) IS NULL OR known.version = CAST(:expected AS bigint)
            RETURNING tenant_id, version, window_back_days, window_ahead_days, share, private_as_busy, hold_above_percent,
                      hold_above_count, changed_at
            """;

    private static final String KEEP = """
            INSERT INTO health.tenant_settings AS known (tenant_id, version, window_back_days, window_ahead_days, share,
                                                         private_as_busy, hold_above_percent, hold_above_count,
                                                         changed_at)
            VALUES (:tenant, :version, :back, :ahead, :share, :privateAsBusy, :percent, :count, :changed)
                ON CONFLICT (tenant_id) DO UPDATE
               SET version = excluded.version, window_back_days = excluded.window_back_days,
                   window_ahead_days = excluded.window_ahead_days, share = excluded.share,
                   private_as_busy = excluded.private_as_busy,
                   hold_above_percent = excluded.hold_above_percent, hold_above_count = excluded.hold_above_count,
                   changed_at = excluded.changed_at
             WHERE known.version < excluded.version
            """;

    private final JdbcClient jdbc;

    TenantSettingsTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// What the tenant has decided, or [TenantSettings#undecided].
    public TenantSettings of(String tenantId) {
        return jdbc.sql(READ)
                .param("tenant", tenantId)
                .query((row, _) -> settings(row))
                .optional()
                .orElseGet(() -> TenantSettings.undecided(tenantId));
    }

    /// Writes `wanted` down, under its version or, where that is not greater than the known one, under the next. The
    /// row stays locked until the caller's transaction ends.
    ///
    /// @param expected the version that must be the current one, 0 for none; null when it does not matter
    /// @return what was written; empty when another version is current
    public Optional<TenantSettings> decide(TenantSettings wanted, @Nullable Long expected) {
        return with(jdbc.sql(DECIDE), wanted)
                .param("expected", expected, Types.BIGINT)
                .query((row, _) -> settings(row))
                .optional();
    }

    /// Takes in what the topic tells, unless a version as great is known.
    void keep(TenantSettings told) {
        with(jdbc.sql(KEEP), told).update();
    }

    private static StatementSpec with(StatementSpec statement, TenantSettings settings) {
        return statement
                .param("tenant", settings.tenantId())
                .param("version", settings.version())
                .param("back", settings.windowBackDays(), Types.INTEGER)
                .param("ahead", settings.windowAheadDays(), Types.INTEGER)
                .param("share", settings.share())
                .param("privateAsBusy", settings.privateAsBusy())
                .param("percent", settings.holdAbovePercent(), Types.INTEGER)
                .param("count", settings.holdAboveCount(), Types.INTEGER)
                .param("changed", Columns.utc(settings.changedAt()), Types.TIMESTAMP_WITH_TIMEZONE);
    }

    private static TenantSettings settings(ResultSet row) throws SQLException {
        return new TenantSettings(
                Columns.text(row, "tenant_id"),
                row.getLong("version"),
                row.getObject("window_back_days", Integer.class),
                row.getObject("window_ahead_days", Integer.class),
                Columns.text(row, "share"),
                row.getBoolean("private_as_busy"),
                row.getObject("hold_above_percent", Integer.class),
                row.getObject("hold_above_count", Integer.class),
                Columns.always(row, "changed_at"));
    }
}
