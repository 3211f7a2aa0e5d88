package io.kalends.health;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

class ArrowsTest {

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.kalends.health");

    @Test
    void the_projection_is_pure() {
        classes()
                .that()
                .resideInAPackage("..projection..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "io.kalends.health.projection..", "io.kalends.schemas")
                .because("a fold that needs a broker or a database to be tested will not be tested")
                .check(classes);
    }

    @Test
    void avro_stops_at_the_kafka_edge() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.kalends.health.kafka..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.avro..", "io.kalends.schemas.v1..", "io.kalends.schemas.serde..")
                .because("a schema changes for its consumers' sake and a model for its own")
                .check(classes);
    }

    @Test
    void kafka_clients_stay_in_the_kafka_room() {
        noClasses()
                .that()
                .resideInAnyPackage("..store..", "..web..", "..vault..", "..projection..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "org.springframework.kafka..")
                .because("Kafka is a detail in one folder")
                .check(classes);
    }

    @Test
    void only_the_store_speaks_sql() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.kalends.health.store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.springframework.jdbc..")
                .because("the tables have one owner")
                .check(classes);
    }

    @Test
    void only_the_vault_seals() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.kalends.health.vault..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.google.crypto..")
                .because("whoever reads how credentials leave has to read one room only")
                .check(classes);
    }

    @Test
    void other_services_are_not_seen() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.kalends.worker..", "io.kalends.scheduler..", "io.kalends.core..")
                .because("services share the contract only; a shared domain is a distributed monolith with extra steps")
                .check(classes);
    }

    @Test
    void time_and_chance_come_in() {
        noClasses()
                .that()
                .doNotHaveSimpleName("HealthApplication")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocalRandom.class)
                .because("a clock that leaks in cannot be set by a test")
                .check(classes);
    }

    @Test
    void rooms_form_no_circles() {
        slices().matching("io.kalends.health.(*)..")
                .should()
                .beFreeOfCycles()
                .because("a circle of rooms is one room")
                .check(classes);
    }
}
