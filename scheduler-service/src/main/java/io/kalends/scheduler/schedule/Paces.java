package io.kalends.scheduler.schedule;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.scheduler.plan.Pace;

import static java.time.ZoneOffset.UTC;

/// How full the providers' buckets are, within the caller's transaction. Whoever reads them holds them: rounds of
/// several schedulers do not overlap.
final class Paces {

    // All rows or none: who has the first has the round. Skipping row by row, two that start together get some each.
    private static final String TAKE = """
            WITH round AS (
                SELECT provider
                  FROM scheduler.pace
                 WHERE provider = (SELECT min(provider) FROM scheduler.pace)
                   FOR UPDATE SKIP LOCKED)
            SELECT p.provider, p.calls, p.filled_at
              FROM scheduler.pace p
             WHERE EXISTS (SELECT FROM round)
             ORDER BY p.provider
               FOR UPDATE OF p
            """;

    private static final String PUT = """
            UPDATE scheduler.pace SET calls = :calls, filled_at = :filledAt WHERE provider = :provider
            """;

    private final JdbcClient jdbc;
    private final Map<String, Pace> paces;

    Paces(JdbcClient jdbc, Map<String, Pace> paces) {
        this.jdbc = jdbc;
        this.paces = paces;
    }

    /// The levels now, by provider; empty while another scheduler has its round.
    Map<String, Pace.Level> take(Instant now) {
        var levels = new HashMap<String, Pace.Level>();
        jdbc.sql(TAKE).query(row -> {
            var then = new Pace.Level(
                    row.getDouble("calls"),
                    row.getObject("filled_at", OffsetDateTime.class).toInstant());
            var provider = row.getString("provider");
            var pace = paces.get(provider);
            levels.put(provider, pace == null ? then : pace.filled(then, now));
        });
        return levels;
    }

    /// Takes what `requests` are charged with from the levels.
    ///
    /// @return what is left
    Map<String, Pace.Level> spend(Map<String, Pace.Level> levels, List<Charged> requests) {
        var left = new HashMap<>(levels);
        requests.stream()
                .collect(Collectors.groupingBy(it -> it.request().provider(), Collectors.summingDouble(Charged::calls)))
                .forEach((provider, calls) -> {
                    var level = levels.get(provider);
                    if (level != null && calls > 0) {
                        left.put(provider, level.less(calls));
                        put(provider, level.less(calls));
                    }
                });
        return left;
    }

    private void put(String provider, Pace.Level level) {
        jdbc.sql(PUT)
                .param("provider", provider)
                .param("calls", level.calls())
                .param("filledAt", level.at().atOffset(UTC))
                .update();
    }
}
