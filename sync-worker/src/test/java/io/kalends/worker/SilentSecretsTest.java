package io.kalends.worker;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.kalends.core.provider.Page;
import io.kalends.core.provider.PageRequest;
import io.kalends.core.store.Walk;
import io.kalends.core.token.AccessToken;
import io.kalends.core.token.Credential;
import io.kalends.core.token.RefreshToken;
import io.kalends.core.token.TokenAnswer;
import io.kalends.worker.vault.ArrivedCredential;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What is called a secret, a token, a cursor or a password is one, whoever adds it.
class SilentSecretsTest {

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.kalends.core", "io.kalends.worker");

    private static final ArchRule LOGGING = codeUnits()
            .should(new NotBoth("log", SilentSecretsTest::callsLogger))
            .because("what is read beside a log line is in it after the next change");

    /// Records are made and printed instead.
    private static final ArchRule PRINTING = codeUnits()
            .that()
            .haveName("toString")
            .and()
            .areDeclaredInClassesThat()
            .areNotRecords()
            .should(new NotBoth("print itself", _ -> true))
            .because("three stars tell enough");

    @Test
    void no_record_prints_a_secret_that_it_or_a_part_of_it_holds() {
        var tried = new TreeSet<String>();
        var printed = new TreeMap<String, String>();
        OURS.stream()
                .filter(JavaClass::isRecord)
                .map(JavaClass::reflect)
                .filter(Planted::canBeIn)
                .forEach(record -> {
                    var text = Planted.in(record).toString();
                    tried.add(record.getName());
                    if (text.contains(Planted.CANARY)) {
                        printed.put(record.getName(), text);
                    }
                });

        assertThat(printed).isEmpty();
        assertThat(tried)
                .contains("io.kalends.worker.vault.VaultSettings", "io.kalends.worker.google.GoogleSettings")
                .containsAll(Stream.of(
                                AccessToken.class,
                                RefreshToken.class,
                                Credential.class,
                                TokenAnswer.Valid.class,
                                ArrivedCredential.class,
                                ArrivedCredential.Access.class,
                                Page.class,
                                Page.Next.Last.class,
                                PageRequest.class,
                                PageRequest.Origin.Since.class,
                                Walk.Reading.class,
                                Walk.Sweeping.class)
                        .map(Class::getName)
                        .toList());
    }

    @Test
    void who_logs_reads_no_secret() {
        LOGGING.check(OURS);
    }

    @Test
    void who_prints_itself_reads_no_secret() {
        PRINTING.check(OURS);
    }

    @Test
    void the_careless_are_caught() {
        var careless = new ClassFileImporter().importClasses(Careless.class, CarelessRecord.class);

        assertThat(Planted.canBeIn(CarelessRecord.class)).isTrue();
        assertThat(Planted.in(CarelessRecord.class).toString()).contains(Planted.CANARY);
        assertThatThrownBy(() -> LOGGING.check(careless)).hasMessageContaining("Careless.log()");
        assertThatThrownBy(() -> PRINTING.check(careless)).hasMessageContaining("Careless.toString()");
    }

    private record CarelessRecord(List<CarelessPart> parts) {}

    private record CarelessPart(String syncToken) {}

    static final class Careless {

        private static final Logger LOG = LoggerFactory.getLogger(Careless.class);

        private final RefreshToken refresh = new RefreshToken("planted");
        private final String cursor;

        Careless(String cursor) {
            this.cursor = cursor;
        }

        void log() {
            LOG.atInfo().addKeyValue("key", () -> refresh.secret()).log("refreshed");
        }

        @Override
        public String toString() {
            return "Careless[" + cursor + "]";
        }
    }

    private static boolean callsLogger(JavaCodeUnit unit) {
        return unit.getCallsFromSelf().stream()
                .anyMatch(call -> call.getTargetOwner().getPackageName().startsWith("org.slf4j"));
    }

    /// Does something and reads a secret.
    private static final class NotBoth extends ArchCondition<JavaCodeUnit> {

        private final Predicate<JavaCodeUnit> does;

        NotBoth(String what, Predicate<JavaCodeUnit> does) {
            super("not " + what + " and read a secret");
            this.does = does;
        }

        @Override
        public void check(JavaCodeUnit unit, ConditionEvents events) {
            if (!does.test(unit)) {
                return;
            }
            unit.getAccessesFromSelf().stream()
                    .filter(access -> access.getTargetOwner().getPackageName().startsWith("io.kalends"))
                    .filter(NotBoth::readsSecret)
                    .forEach(access -> events.add(SimpleConditionEvent.violated(unit, access.getDescription())));
        }

        private static boolean readsSecret(JavaAccess<?> access) {
            var type = switch (access.getTarget()) {
                case AccessTarget.FieldAccessTarget field -> field.getRawType();
                case AccessTarget.MethodCallTarget method -> method.getRawReturnType();
                default -> null;
            };
            return type != null && type.isEquivalentTo(String.class) && Planted.isSecret(access.getName());
        }
    }
}
