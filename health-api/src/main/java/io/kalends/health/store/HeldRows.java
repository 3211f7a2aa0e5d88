package io.kalends.health.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import io.kalends.health.projection.HeldDeletions;

/// The columns of `health.calendar` that tell what is held back.
final class HeldRows {

    private static final TypeReference<List<HeldDeletions.HeldEvent>> EVENTS = new TypeReference<>() {};

    private HeldRows() {}

    static void addTo(MapSqlParameterSource row, @Nullable HeldDeletions held) {
        row.addValue("heldDeletions", held == null ? null : held.deletions())
                .addValue("heldEvents", held == null ? null : held.events())
                .addValue("heldAt", held == null ? null : Columns.utc(held.heldAt()))
                .addValue(
                        "heldSample", held == null ? null : JsonMapper.shared().writeValueAsString(held.sample()));
    }

    /// What is held back in the calendar of `row`, or null.
    static @Nullable HeldDeletions held(ResultSet row) throws SQLException {
        var heldAt = Columns.instant(row, "held_at");
        if (heldAt == null) {
            return null;
        }
        return new HeldDeletions(
                row.getInt("held_deletions"),
                row.getInt("held_events"),
                heldAt,
                JsonMapper.shared().readValue(Columns.text(row, "held_sample"), EVENTS));
    }
}
