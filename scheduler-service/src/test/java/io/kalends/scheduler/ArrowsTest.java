package io.kalends.scheduler;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/// Who may know whom.
class ArrowsTest {

    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.kalends.scheduler");

    @Test
    void the_scheduler_sees_no_other_service() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("io.kalends.scheduler..", "io.kalends.schemas..")
                        .or(not(resideInAnyPackage("io.kalends.."))))
                .because("services share the contract only: a shared domain is a distributed monolith with extra steps")
                .check(CLASSES);
    }

    @Test
    void the_plan_is_pure() {
        classes()
                .that()
                .resideInAPackage("..plan..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", "org.jspecify..", "io.kalends.scheduler.plan.."))
                .because("a rule that needs a broker or a database to be tested will not be tested")
                .check(CLASSES);
    }

    @Test
    void the_plan_reads_no_sql() {
        noClasses()
                .that()
                .resideInAPackage("..plan..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..")
                .because("the plan decides and the table remembers")
                .check(CLASSES);
    }

    @Test
    void records_of_the_contract_stop_in_the_kafka_room() {
        noClasses()
                .that()
                .resideInAnyPackage("..scheduler.plan..", "..scheduler.schedule..", "..scheduler.tick..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.kalends.schemas.v1..",
                        "io.kalends.schemas.serde..",
                        "org.apache.avro..",
                        "org.apache.kafka..")
                .because("a schema changes for its consumers' sake, a domain for its own")
                .check(CLASSES);
    }

    @Test
    void sql_stays_in_the_schedule_room() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.kalends.scheduler.schedule..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework.jdbc..", "org.springframework.data..", "java.sql..")
                .because("one room owns the table and can say what each statement holds")
                .check(CLASSES);
    }

    @Test
    void time_and_chance_are_made_in_the_application_only() {
        noClasses()
                .that(not(simpleNameEndingWith("Application")))
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocalRandom.class)
                .because("a clock that leaks in makes every rule a matter of luck")
                .check(CLASSES);
    }

    @Test
    void rooms_form_no_circles() {
        slices().matching("io.kalends.scheduler.(*)..")
                .should()
                .beFreeOfCycles()
                .because("a reader must be able to start somewhere")
                .check(CLASSES);
    }
}
