package io.kalends.core;

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

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.kalends.core");

    @Test
    void the_core_knows_the_jdk_and_itself_only() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "io.kalends.core..")
                .because("a decision that needs a broker to be tested will not be tested")
                .check(CORE);
    }

    @Test
    void rules_are_plain_and_know_no_use_case() {
        noClasses()
                .that()
                .resideInAPackage("..plan..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..sync..", "..memory..")
                .because("the rules are what readers come for, and they must be callable with nothing around them")
                .check(CORE);
    }

    @Test
    void nothing_reads_the_clock_or_rolls_dice() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(ThreadLocalRandom.class, "current")
                .because("time and chance come in as arguments, so that every rule is a plain call")
                .check(CORE);
    }

    @Test
    void packages_form_no_circles() {
        slices().matching("io.kalends.core.(*)..")
                .should()
                .beFreeOfCycles()
                .because("a reader must be able to take one room at a time")
                .check(CORE);
    }
}
