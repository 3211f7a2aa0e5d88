package io.kalends.worker.command;

import java.time.Duration;
import java.util.Objects;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.kalends.core.token.AccessToken;
import io.kalends.core.token.RefreshToken;
import io.kalends.core.token.TokenEndpoint.Grant.Refreshed;
import io.kalends.worker.vault.VaultDatabase;

import static io.kalends.worker.command.CommandStage.KEY;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

@ExtendWith(OutputCaptureExtension.class)
class PlantedSecretsTest {

    private static VaultDatabase database;

    private final LoggingSystem logging = LoggingSystem.get(PlantedSecretsTest.class.getClassLoader());

    private CommandStage stage;

    @BeforeAll
    static void start() {
        database = new VaultDatabase();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void listen() {
        database.clear();
        stage = new CommandStage(database);
        logging.setLogLevel("io.kalends", LogLevel.TRACE);
        logging.setLogLevel("org.springframework", LogLevel.DEBUG);
    }

    @AfterEach
    void listenLess() {
        logging.setLogLevel("io.kalends", null);
        logging.setLogLevel("org.springframework", null);
    }

    @Test
    void a_planted_token_is_in_no_column_no_log_and_no_outbox_row(CapturedOutput output) {
        stage.connect(KEY, """
                {"refreshToken": "s3cret-refresh", "accessToken": "s3cret-access",
                 "expiresAt": "2099-01-01T00:00:00Z"}
                """);
        var version = Objects.requireNonNull(stage.vault.tokens().read(KEY)).version();
        var lease = Objects.requireNonNull(stage.vault.tokens().lease(KEY, version, Duration.ofSeconds(20)));
        stage.vault
                .tokens()
                .store(
                        lease,
                        new Refreshed(
                                new AccessToken("s3cret-renewed", Duration.ofHours(1)),
                                new RefreshToken("s3cret-rotated")));
        var rejected = catchThrowable(() -> stage.connect(KEY, "{\"refreshToken\": s3cret-malformed}"));
        assertThat(database.everything())
                .isNotEmpty()
                .contains("acme/u1/google")
                .noneMatch(value -> value.contains("s3cret"));
        stage.event(KEY, "main", "e1", false);
        stage.providerFails = new IllegalStateException("the provider hung up");
        stage.disconnect(KEY);

        assertThat(database.everything()).noneMatch(value -> value.contains("s3cret"));
        assertThat(stage.outbox)
                .isNotEmpty()
                .noneMatch(row -> row.toString().contains("s3cret")
                        || (row.payload() != null
                                && new String(Objects.requireNonNull(row.payload()), ISO_8859_1).contains("s3cret")));
        assertThat(output.getAll())
                .contains("erased the calendars of a connection")
                .contains("the provider hung up")
                .doesNotContain("s3cret");
        assertThat(rejected).hasMessageContaining("not JSON").hasMessageNotContaining("s3cret");
    }
}
