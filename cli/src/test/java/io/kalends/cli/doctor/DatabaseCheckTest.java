package io.kalends.cli.doctor;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseCheckTest {

    private static final List<String> EXPECTED = List.of("V1__a.sql", "V2__b.sql");

    @ParameterizedTest
    @ValueSource(strings = {"sync", "scheduler", "health"})
    void the_migrations_of_every_schema_are_known(String schema) {
        assertThat(Migrations.of(schema)).isNotEmpty().allMatch(name -> name.matches("V\\d+__\\w+\\.sql"));
    }

    @Test
    void a_schema_at_this_version_is_fine() {
        assertThat(compare(Map.of("V1__a.sql", true, "V2__b.sql", true)).level())
                .isEqualTo(Finding.Level.OK);
    }

    @Test
    void a_migration_that_lacks_or_failed_is_named() {
        assertThat(compare(Map.of("V1__a.sql", true)))
                .isEqualTo(Finding.fail(
                        "schema sync",
                        "lacks V2__b.sql",
                        "start this version of the service that owns it: it applies them"));
        assertThat(compare(Map.of("V1__a.sql", true, "V2__b.sql", false)).found())
                .isEqualTo("migrations failed: V2__b.sql");
    }

    @Test
    void a_schema_of_a_later_version_is_said_to_be_one() {
        var finding = compare(Map.of("V1__a.sql", true, "V2__b.sql", true, "V3__c.sql", true));

        assertThat(finding.level()).isEqualTo(Finding.Level.WARN);
        assertThat(finding.found()).contains("newer").contains("V3__c.sql");
    }

    private static Finding compare(Map<String, Boolean> applied) {
        return DatabaseCheck.compare("schema sync", EXPECTED, applied);
    }
}
