package io.kalends.cli;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

class ArrowsTest {

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.kalends.cli");

    @Test
    void no_service_is_seen() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.kalends.worker..",
                        "io.kalends.scheduler..",
                        "io.kalends.health..",
                        "io.kalends.core..",
                        "io.kalends.allinone..",
                        "io.kalends.simulator..",
                        "org.springframework..")
                .because("an operator's tool must work with services of another version, and start at once")
                .check(classes);
    }

    @Test
    void kafka_stays_in_its_rooms() {
        noClasses()
                .that()
                .resideInAnyPackage("..cli.shell..", "..cli.api..", "..cli.connection..", "..cli.resync..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "org.apache.avro..")
                .because("what is asked over HTTP needs no broker")
                .check(classes);
    }

    @Test
    void only_the_doctor_speaks_to_the_database() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..cli.doctor..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.sql..")
                .because("the tables belong to the services")
                .check(classes);
    }

    @Test
    void rooms_form_no_circles() {
        slices().matching("io.kalends.cli.(*)..")
                .should()
                .beFreeOfCycles()
                .because("a circle of rooms is one room")
                .check(classes);
    }
}
