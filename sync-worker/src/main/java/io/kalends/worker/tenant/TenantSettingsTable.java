package io.kalends.worker.tenant;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;

import org.springframework.jdbc.core.simple.JdbcClient;

/// The settings of all tenants.
final class TenantSettingsTable implements Tenants {

    private static final String READ = """
            SELECT window_back_days, window_ahead_days, share, private_as_busy, hold_above_percent, hold_above_count
              FROM sync.tenant_settings
             WHERE tenant_id = :tenant
            """;

    private static final String PUT = """
            INSERT INTO sync.tenant_settings (tenant_id, version, window_back_days, window_ahead_days, share,
                                              private_as_busy, hold_above_percent, hold_above_count)
            VALUES (:tenant, :version, :back, :ahead, :share, :privateAsBusy, :percent, :count)
                ON CONFLICT (tenant_id) DO UPDATE
               SET version = excluded.version, window_back_days = excluded.window_back_days,
                   window_ahead_days = excluded.window_ahead_days, share = excluded.share,
                   private_as_busy = excluded.private_as_busy, hold_above_percent = excluded.hold_above_percent,
                   hold_above_count = excluded.hold_above_count, changed_at = now()
             WHERE sync.tenant_settings.version < excluded.version
            """;

    private final JdbcClient jdbc;

    TenantSettingsTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public TenantSettings of(String tenantId) {
        return jdbc.sql(READ)
                .param("tenant", tenantId)
                .query((row, _) -> settings(row))
                .optional()
                .orElse(TenantSettings.DEFAULT);
    }

    /// Keeps `change` unless a version as great is known already.
    ///
    /// @return whether it was kept
    boolean put(SettingsChange change) {
        var settings = change.settings();
        return jdbc.sql(PUT)
                        .param("tenant", change.tenantId())
                        .param("version", change.version())
                        .param("back", settings.windowBackDays(), Types.INTEGER)
                        .param("ahead", settings.windowAheadDays(), Types.INTEGER)
                        .param("share", settings.sharing().share().name())
                        .param("privateAsBusy", settings.sharing().privateAsBusy())
                        .param("percent", settings.holdAbovePercent(), Types.INTEGER)
                        .param("count", settings.holdAboveCount(), Types.INTEGER)
                        .update()
                == 1;
    }

    private static TenantSettings settings(ResultSet row) throws SQLException {
        return new TenantSettings(
                row.getObject("window_back_days", Integer.class),
                row.getObject("window_ahead_days", Integer.class),
                new Sharing(Share.valueOf(row.getString("share")), row.getBoolean("private_as_busy")),
                row.getObject("hold_above_percent", Integer.class),
                row.getObject("hold_above_count", Integer.class));
    }
}
