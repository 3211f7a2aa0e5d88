package io.kalends.worker.google;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

class GoogleSettingsTest {

    private final ApplicationContextRunner worker = new ApplicationContextRunner()
            .withUserConfiguration(GoogleConfiguration.class)
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
            .withBean(InstantSource.class, () -> InstantSource.fixed(Instant.EPOCH));

    @Test
    void without_any_setting_google_itself_is_called() {
        worker.run(context -> {
            var settings = context.getBean(GoogleSettings.class);
            assertThat(settings.root()).isEqualTo("https://www.googleapis.com/");
            assertThat(settings.tokenUrl()).hasToString("https://oauth2.googleapis.com/token");
            assertThat(settings.revocationUrl()).hasToString("https://oauth2.googleapis.com/revoke");
            assertThat(settings.deadline()).isEqualTo(Duration.ofSeconds(20));
            assertThat(settings.tokenDeadline()).isEqualTo(Duration.ofSeconds(8));
            assertThat(settings.pageSize()).isEqualTo(250);
            assertThat(settings.bodyLimit()).isEqualTo(DataSize.ofMegabytes(8));
            assertThat(settings.jsonDepth()).isEqualTo(64);
            assertThat(context).hasSingleBean(GoogleAccount.class);
        });
    }

    @Test
    void the_secret_does_not_show() {
        worker.withPropertyValues("kalends.google.client-secret=canary")
                .run(context -> assertThat(context.getBean(GoogleSettings.class).toString())
                        .doesNotContain("canary"));
    }

    @Test
    void a_root_gets_the_slash_it_lacks() {
        worker.withPropertyValues("kalends.google.api-url=http://127.0.0.1:9000/google")
                .run(context -> assertThat(context.getBean(GoogleSettings.class).root())
                        .isEqualTo("http://127.0.0.1:9000/google/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kalends.google.api-url=http://www.googleapis.com/",
                "kalends.google.token-url=http://simulator:9000/token",
                "kalends.google.revoke-url=http://10.0.0.1/revoke",
                "kalends.google.api-url=https://www.googleapis.com@evil.example/",
                "kalends.google.api-url=ftp://www.googleapis.com/",
                "kalends.google.api-url=www.googleapis.com",
                "kalends.google.token-url=https://oauth2.googleapis.com/token?x=1",
                "kalends.google.page-size=0",
                "kalends.google.page-size=2501",
                "kalends.google.deadline=0s",
                "kalends.google.token-deadline=-1s",
                "kalends.google.body-limit=0B",
                "kalends.google.body-limit=3GB",
                "kalends.google.json-depth=0",
                "kalends.google.no-such-setting=1"
            })
    void a_setting_that_cannot_be_meant_stops_the_start(String setting) {
        worker.withPropertyValues(setting).run(context -> assertThat(context).hasFailed());
    }

    @Test
    void a_simulator_elsewhere_is_called_unencrypted_only_when_it_is_named() {
        worker.withPropertyValues(
                        "kalends.google.api-url=http://simulator:9000/",
                        "kalends.google.token-url=http://simulator:9000/token",
                        "kalends.google.revoke-url=http://simulator:9000/revoke",
                        "kalends.google.simulator-url=http://simulator:9000")
                .run(context -> assertThat(context).hasNotFailed());
        worker.withPropertyValues(
                        "kalends.google.api-url=http://simulator:9001/",
                        "kalends.google.simulator-url=http://simulator:9000")
                .run(context -> assertThat(context).hasFailed());
    }
}
