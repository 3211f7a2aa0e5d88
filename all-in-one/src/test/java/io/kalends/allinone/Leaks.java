package io.kalends.allinone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.kalends.simulator.traffic.LoggedRequest;
import io.kalends.simulator.traffic.Vendor;

import static org.assertj.core.api.Assertions.assertThat;

/// I7: looks for what is secret wherever somebody could read it.
final class Leaks {

    private static final Set<String> CURSORS = Set.of("syncToken", "pageToken", "$deltatoken", "$skiptoken");
    private static final int CURSORS_OF_EACH = 10;
    private static final int TELLING = 24;

    private static final String COLUMNS = """
            SELECT 'SELECT coalesce(string_agg('
                   || CASE data_type WHEN 'bytea' THEN format('encode(%I, ''escape'')', column_name)
                                     ELSE format('%I::text', column_name) END
                   || format(', '' ''), '''') FROM %I.%I', table_schema, table_name)
              FROM information_schema.columns
             WHERE table_schema IN ('sync', 'scheduler', 'health')
            """;

    private final Stage stage;
    private final Set<String> secrets = new TreeSet<>();

    /// @param ours what the services were given to keep
    Leaks(Stage stage, Set<String> ours) {
        this.stage = stage;
        this.secrets.addAll(ours);
    }

    /// Remembers the tokens that work now.
    void remember() {
        for (var vendor : Vendor.values()) {
            var tokens = stage.side(vendor).image().tokens();
            tokens.grants().forEach(grant -> secrets.add(grant.refreshToken()));
            tokens.accesses().forEach(access -> secrets.add(access.token()));
        }
    }

    /// @param logged all that was written to the log
    void check(String logged) throws SQLException, IOException, InterruptedException {
        remember();
        for (var vendor : Vendor.values()) {
            for (var cursor : CURSORS) {
                var used = stage
                        .simulator()
                        .requests()
                        .matching(request ->
                                request.provider() == vendor && request.query().containsKey(cursor))
                        .stream()
                        .map(LoggedRequest::query)
                        .map(query -> query.get(cursor))
                        .distinct()
                        .limit(CURSORS_OF_EACH)
                        .toList();
                secrets.addAll(used);
            }
        }
        assertThat(secrets)
                .as("tokens and cursors")
                .hasSizeGreaterThan(3 * stage.people().size());

        holdsNoSecret("the log", logged);
        holdsNoSecret(
                "a topic", String.join("\n", Tape.of(stage.bootstrapServers()).texts()));
        holdsNoSecret("a column", columns());
        for (var person : stage.people()) {
            stage.read("/api/calendar/connections/" + person.key().text());
        }
        stage.read("/api/calendar/health");
        holdsNoSecret("an answer", String.join("\n", stage.answers()));
    }

    /// Every value of every table and view, bytes so that text in them shows.
    private String columns() throws SQLException {
        var everything = new StringBuilder();
        for (var column : stage.texts(COLUMNS)) {
            stage.texts(column).forEach(everything::append);
        }
        assertThat(everything).contains(stage.people().getFirst().key().text());
        return everything.toString();
    }

    private void holdsNoSecret(String place, String text) {
        assertThat(text).as(place).isNotEmpty();
        for (var secret : secrets) {
            for (var form : forms(secret)) {
                int at = text.indexOf(form);
                if (at >= 0) {
                    throw new AssertionError("a secret shows in " + place + ": "
                            + text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 200)));
                }
            }
        }
    }

    /// As it is, cut short at either end, and in Base64.
    private static List<String> forms(String secret) {
        return List.of(
                secret.substring(0, Math.min(TELLING, secret.length())),
                secret.substring(Math.max(0, secret.length() - TELLING)),
                Base64.getEncoder().withoutPadding().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
    }
}
