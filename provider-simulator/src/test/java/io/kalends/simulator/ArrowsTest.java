package io.kalends.simulator;

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
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.kalends.simulator");

    @Test
    void the_simulator_depends_on_the_jdk_jackson_and_jspecify_only() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.kalends.simulator..", "java..", "com.fasterxml.jackson..", "org.jspecify..")
                .because("a simulator that shares our code shares our mistakes")
                .check(MAIN);
    }

    @Test
    void rooms_form_no_circles() {
        slices().matching("io.kalends.simulator.(*)..")
                .should()
                .beFreeOfCycles()
                .check(MAIN);
    }

    @Test
    void what_users_hold_and_the_wire_know_of_no_provider() {
        noClasses()
                .that()
                .resideInAnyPackage("..world..", "..http..", "..traffic..", "..script..", "..paging..", "..side..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..google..", "..microsoft..", "..control..", "..keep..")
                .because("both providers stand on the same rooms")
                .check(MAIN);
    }

    @Test
    void providers_never_see_each_other() {
        noClasses()
                .that()
                .resideInAPackage("..google..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..microsoft..")
                .because("each is written from its own documents")
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage("..microsoft..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..google..")
                .because("each is written from its own documents")
                .check(MAIN);
    }

    @Test
    void time_and_chance_come_from_outside() {
        noClasses()
                .that()
                .doNotHaveSimpleName("SimulatorMain")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocalRandom.class)
                .because("a history must be repeatable from its seed")
                .check(MAIN);
    }
}
