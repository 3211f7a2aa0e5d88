package io.kalends.schemas;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

class ArrowsTest {

    static final int JAVA_17 = 61;
    static final JavaClasses KALENDS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.kalends");

    @Test
    void the_jar_needs_avro_kafka_clients_and_jackson_only() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.kalends.schemas..",
                        "java..",
                        "org.apache.avro..",
                        "org.apache.kafka.common..",
                        "org.apache.kafka.clients..",
                        "com.fasterxml.jackson..",
                        "org.jspecify.annotations..")
                .because("every CRM that reads our topics takes this jar and all it needs into its own class path")
                .check(KALENDS);
    }

    @Test
    void the_jar_runs_on_java_17() {
        classes()
                .should(haveClassFilesOfJava17())
                .because("a CRM is not on the newest Java because we are")
                .check(KALENDS);
    }

    @Test
    void the_serde_knows_no_topic() {
        noClasses()
                .that()
                .resideInAPackage("io.kalends.schemas.serde..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("io\\.kalends\\.schemas\\.(Topics|TopicLayout|ConnectionKey|Keys|CloudEvents)")
                .because("bytes are read the same way wherever an installation puts them")
                .check(KALENDS);
    }

    @Test
    void the_records_depend_on_nothing_of_ours() {
        noClasses()
                .that()
                .resideInAPackage("io.kalends.schemas.v1")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.kalends.schemas", "io.kalends.schemas.release", "io.kalends.schemas.serde")
                .because("they are generated from the contract, which is written first")
                .check(KALENDS);
    }

    @Test
    void packages_form_no_circle() {
        slices().matching("io.kalends.schemas.(*)..")
                .should()
                .beFreeOfCycles()
                .because("what can be read in one order can be understood")
                .check(KALENDS);
    }

    private static ArchCondition<JavaClass> haveClassFilesOfJava17() {
        return new ArchCondition<>("have class files of Java 17") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                var resource = "/" + type.getName().replace('.', '/') + ".class";
                try (var file = new DataInputStream(ArrowsTest.class.getResourceAsStream(resource))) {
                    file.skipNBytes(Integer.BYTES + Short.BYTES);
                    int version = file.readUnsignedShort();
                    events.add(new SimpleConditionEvent(
                            type, version <= JAVA_17, type.getName() + " has class file version " + version));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }
}
