package io.kalends.worker.http;

import java.time.Instant;
import java.util.UUID;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

class AdapterRoomsTest {

    private static final JavaClasses WORKER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.kalends.worker");

    @Test
    void googles_calendar_types_stay_in_the_google_room() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.kalends.worker.google")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.google.api.services..",
                        "com.google.api.client.googleapis..",
                        "com.google.api.client.json..")
                .because("a vendor's types would carry a vendor's changes to everybody")
                .check(WORKER);
    }

    @Test
    void googles_http_types_stay_in_the_google_room_and_the_transport() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.kalends.worker.google", "io.kalends.worker.http")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.google.api.client..")
                .because("the transport is the one thing of Google's client that other adapters can use")
                .check(WORKER);
    }

    @Test
    void microsofts_types_stay_in_the_microsoft_room() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.kalends.worker.microsoft")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.microsoft..", "com.azure..", "okhttp3..", "okio..", "com.ibm.icu..")
                .because("a vendor's types would carry a vendor's changes to everybody")
                .check(WORKER);
    }

    @Test
    void the_adapters_know_the_cores_nouns_and_doors_only() {
        noClasses()
                .that()
                .resideInAnyPackage("io.kalends.worker.google", "io.kalends.worker.microsoft")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.kalends.core.store..", "io.kalends.core.plan..", "io.kalends.core.sync..")
                .because("an adapter answers questions and decides nothing")
                .check(WORKER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.kalends.worker.google", "io.kalends.worker.microsoft"})
    void an_adapter_sees_no_other_room_but_http(String adapter) {
        noClasses()
                .that()
                .resideInAPackage(adapter)
                .should()
                .dependOnClassesThat(resideInAPackage("io.kalends.worker..")
                        .and(not(resideInAnyPackage(adapter, "io.kalends.worker.http"))))
                .because("adapters are strangers to each other and to the database")
                .check(WORKER);
    }

    @Test
    void the_http_room_knows_no_provider() {
        noClasses()
                .that()
                .resideInAPackage("io.kalends.worker.http")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.kalends.worker.google", "io.kalends.worker.microsoft")
                .because("what adapters share is not one adapter's")
                .check(WORKER);
    }

    @Test
    void time_and_chance_come_from_outside() {
        noClasses()
                .that()
                .resideInAnyPackage("io.kalends.worker.google", "io.kalends.worker.microsoft", "io.kalends.worker.http")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .because("a test has to own the clock")
                .check(WORKER);
    }
}
