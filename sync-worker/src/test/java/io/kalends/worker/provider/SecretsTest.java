package io.kalends.worker.provider;

import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.kalends.simulator.script.Fault;

import static org.assertj.core.api.Assertions.assertThat;

/// Invariant I7 on the way to a provider: with everything talkative and much going wrong, no secret gets into a log.
@EveryProvider
@ExtendWith(OutputCaptureExtension.class)
final class SecretsTest {

    private final LoggingSystem logging = LoggingSystem.get(SecretsTest.class.getClassLoader());
    private final Set<String> secrets = new LinkedHashSet<>(Set.of(ProviderUnderTest.CLIENT_SECRET));
    private final Stage stage;
    private final ConnectedUser anna;

    SecretsTest(Stage stage) {
        this.stage = stage;
        anna = stage.opens();
    }

    @BeforeEach
    void talk() {
        logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.TRACE);
    }

    @AfterEach
    void beQuiet() {
        logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
    }

    /// Everything secret that is in our hands now.
    private void note() {
        secrets.add(anna.user().refreshToken());
        secrets.addAll(stage.engine().provider().cursors());
        var credential = Objects.requireNonNull(stage.vault().read(anna.key()));
        secrets.add(credential.refresh().secret());
        if (credential.access() != null) {
            secrets.add(credential.access().secret());
        }
    }

    @Test
    void no_token_cursor_or_client_secret_gets_into_a_log_line_whatever_goes_wrong(CapturedOutput output) {
        stage.provider().rotateRefreshTokens(stage.simulator());
        stage.provider().keepPagesTo(stage.simulator(), 3);
        anna.mutate(10);
        note();
        anna.syncs();
        note();
        for (var fault : Set.of(
                Fault.html(503),
                new Fault.HangUp(),
                stage.provider().limit("10"),
                Fault.unauthorized(),
                new Fault.GzipBomb(20_000_000))) {
            stage.spoilOnce(anna, fault);
            anna.mutate(3);
            anna.runs();
            note();
            stage.calm();
        }
        anna.user().expireAccessTokens();
        anna.syncs();
        note();
        anna.user().forgetCursors();
        anna.syncs();
        note();
        stage.provider().changeTheClientSecret(stage.simulator());
        anna.user().expireAccessTokens();
        anna.waits();
        anna.user().revoke();
        stage.provider().playByTheUsualRules(stage.simulator());
        anna.fails();
        note();

        assertThat(secrets).hasSizeGreaterThan(12).allMatch(secret -> secret.length() > 20);
        assertThat(output.getAll()).as("something was said").contains("DEBUG");
        assertThat(leaked(output.getAll())).isEmpty();
    }

    /// Kinds of secrets in `text`, as far as they may be named here.
    private Set<String> leaked(String text) {
        var leaked = new TreeSet<String>();
        for (var secret : secrets) {
            if (text.contains(secret)) {
                leaked.add(secret.substring(0, 8) + "… of " + secret.length());
            }
        }
        return leaked;
    }
}
