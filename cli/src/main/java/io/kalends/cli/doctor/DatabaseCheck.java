package io.kalends.cli.doctor;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import io.kalends.cli.shell.Surroundings;

/// PostgreSQL, and whether each service's schema is at the migrations of this version.
final class DatabaseCheck implements Check {

    private static final List<String> SCHEMAS = List.of("sync", "scheduler", "health");
    private static final String UNDEFINED_TABLE = "42P01";
    private static final String UNDEFINED_SCHEMA = "3F000";
    private static final String NOT_ALLOWED = "42501";

    private final Surroundings surroundings;

    DatabaseCheck(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public List<Finding> look() {
        var url = surroundings.variable("SPRING_DATASOURCE_URL", "jdbc:postgresql://localhost:5432/kalends");
        var shown = url.replaceAll("[?].*", "");
        try (var connection = DriverManager.getConnection(url, login(url))) {
            var findings = new ArrayList<Finding>();
            findings.add(Finding.ok(
                    "postgresql",
                    shown + ", version " + connection.getMetaData().getDatabaseProductVersion()));
            for (var schema : SCHEMAS) {
                findings.add(schema(connection, schema));
            }
            return findings;
        } catch (SQLException e) {
            return List.of(Finding.fail(
                    "postgresql",
                    shown + ": " + e.getMessage(),
                    "start it, or set SPRING_DATASOURCE_URL, _USERNAME and _PASSWORD as the services have them (the demo"
                            + " prints its URL)"));
        }
    }

    private Properties login(String url) {
        var login = new Properties();
        login.setProperty("loginTimeout", "5");
        login.setProperty("connectTimeout", "5");
        login.setProperty("socketTimeout", "10");
        login.setProperty("ApplicationName", "kalends-cli");
        login.setProperty("readOnly", "true");
        var user = surroundings.variable("SPRING_DATASOURCE_USERNAME");
        if (user != null || !url.contains("user=")) {
            login.setProperty("user", user == null ? "kalends" : user);
        }
        var password = surroundings.variable("SPRING_DATASOURCE_PASSWORD");
        if (password != null) {
            login.setProperty("password", password);
        }
        return login;
    }

    private static Finding schema(Connection connection, String schema) {
        var name = "schema " + schema;
        try {
            return compare(name, Migrations.of(schema), applied(connection, schema));
        } catch (SQLException e) {
            return switch (String.valueOf(e.getSQLState())) {
                case UNDEFINED_TABLE, UNDEFINED_SCHEMA ->
                    Finding.fail(name, "is not there", "start the service that owns it: it makes its own");
                case NOT_ALLOWED ->
                    Finding.warn(name, "this login may not look at it", "look with the login of its service");
                default -> Finding.fail(name, String.valueOf(e.getMessage()), "look at the log of PostgreSQL");
            };
        }
    }

    /// By script, whether it went well.
    private static Map<String, Boolean> applied(Connection connection, String schema) throws SQLException {
        var applied = new HashMap<String, Boolean>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT script, success FROM " + schema + ".flyway_schema_history WHERE type = 'SQL'")) {
            while (rows.next()) {
                applied.put(rows.getString("script"), rows.getBoolean("success"));
            }
        }
        return applied;
    }

    static Finding compare(String name, List<String> expected, Map<String, Boolean> applied) {
        var failed = applied.entrySet().stream()
                .filter(it -> !it.getValue())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (!failed.isEmpty()) {
            return Finding.fail(
                    name, "migrations failed: " + String.join(", ", failed), "the log of its service says why");
        }
        var missing =
                expected.stream().filter(script -> !applied.containsKey(script)).toList();
        if (!missing.isEmpty()) {
            return Finding.fail(
                    name,
                    "lacks " + String.join(", ", missing),
                    "start this version of the service that owns it: it applies them");
        }
        var newer = applied.keySet().stream()
                .filter(script -> !expected.contains(script))
                .sorted()
                .toList();
        if (!newer.isEmpty()) {
            return Finding.warn(
                    name, "is newer: " + String.join(", ", newer), "use the command line of the services' version");
        }
        return Finding.ok(name, expected.size() + " migrations, all of this version");
    }
}
