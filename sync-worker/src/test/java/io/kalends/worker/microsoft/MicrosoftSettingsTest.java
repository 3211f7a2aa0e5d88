package io.kalends.worker.microsoft;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

class MicrosoftSettingsTest {

    @Configuration(proxyBeanMethods = false)
    static class Chance {
        @Bean
        Supplier<UUID> ids() {
            return UUID::randomUUID;
        }
    }

    private final ApplicationContextRunner worker = new ApplicationContextRunner()
            .withUserConfiguration(MicrosoftConfiguration.class, Chance.class)
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
            .withBean(InstantSource.class, () -> InstantSource.fixed(Instant.EPOCH))
            .withBean(LongSupplier.class, () -> System::nanoTime);

    @Test
    void without_any_setting_microsoft_itself_is_called() {
        worker.run(context -> {
            var settings = context.getBean(MicrosoftSettings.class);
            assertThat(settings.root()).hasToString("https://graph.microsoft.com/v1.0");
            assertThat(settings.tokenEndpoint())
                    .hasToString("https://login.microsoftonline.com/common/oauth2/v2.0/token");
            assertThat(settings.scope()).isEmpty();
            assertThat(settings.deadline()).isEqualTo(Duration.ofSeconds(20));
            assertThat(settings.tokenDeadline()).isEqualTo(Duration.ofSeconds(8));
            assertThat(settings.pageSize()).isEqualTo(100);
            assertThat(settings.bodyLimit()).isEqualTo(DataSize.ofMegabytes(8));
            assertThat(settings.jsonDepth()).isEqualTo(64);
            assertThat(settings.mailboxCalls()).isEqualTo(3);
            assertThat(settings.calls()).isEqualTo(64);
            assertThat(context).hasSingleBean(MicrosoftAccount.class);
        });
    }

    @Test
    void a_tenant_has_its_own_token_endpoint_and_an_empty_one_is_none() {
        worker.withPropertyValues("kalends.microsoft.tenant-id=contoso.example")
                .run(context -> assertThat(
                                context.getBean(MicrosoftSettings.class).tokenEndpoint())
                        .hasToString("https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token"));
        worker.withPropertyValues("kalends.microsoft.tenant-id=")
                .run(context -> assertThat(
                                context.getBean(MicrosoftSettings.class).tokenEndpoint())
                        .hasToString("https://login.microsoftonline.com/common/oauth2/v2.0/token"));
    }

    @Test
    void the_secret_does_not_show() {
        worker.withPropertyValues("kalends.microsoft.client-secret=canary")
                .run(context -> assertThat(
                                context.getBean(MicrosoftSettings.class).toString())
                        .doesNotContain("canary"));
    }

    @Test
    void a_root_loses_the_slash_it_has_too_many() {
        worker.withPropertyValues("kalends.microsoft.graph-url=http://127.0.0.1:9000/graph/v1.0/")
                .run(context -> assertThat(
                                context.getBean(MicrosoftSettings.class).root())
                        .hasToString("http://127.0.0.1:9000/graph/v1.0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kalends.microsoft.graph-url=http://graph.microsoft.com/v1.0",
                "kalends.microsoft.token-url=http://simulator:9000/token",
                "kalends.microsoft.graph-url=https://graph.microsoft.com@evil.example/v1.0",
                "kalends.microsoft.graph-url=ftp://graph.microsoft.com/v1.0",
                "kalends.microsoft.graph-url=graph.microsoft.com",
                "kalends.microsoft.graph-url=https://graph.microsoft.com/v1.0?x=1",
                "kalends.microsoft.tenant-id=../../evil",
                "kalends.microsoft.tenant-id=a/b",
                "kalends.microsoft.page-size=0",
                "kalends.microsoft.page-size=1001",
                "kalends.microsoft.deadline=0s",
                "kalends.microsoft.token-deadline=-1s",
                "kalends.microsoft.body-limit=0B",
                "kalends.microsoft.body-limit=3GB",
                "kalends.microsoft.json-depth=0",
                "kalends.microsoft.mailbox-calls=0",
                "kalends.microsoft.calls=0",
                "kalends.microsoft.no-such-setting=1"
            })
    void a_setting_that_cannot_be_meant_stops_the_start(String setting) {
        worker.withPropertyValues(setting).run(context -> assertThat(context).hasFailed());
    }

    @Test
    void a_simulator_elsewhere_is_called_unencrypted_only_when_it_is_named() {
        worker.withPropertyValues(
                        "kalends.microsoft.graph-url=http://simulator:9000/v1.0",
                        "kalends.microsoft.token-url=http://simulator:9000/token",
                        "kalends.microsoft.simulator-url=http://simulator:9000")
                .run(context -> assertThat(context).hasNotFailed());
        worker.withPropertyValues(
                        "kalends.microsoft.graph-url=http://simulator:9001/v1.0",
                        "kalends.microsoft.simulator-url=http://simulator:9000")
                .run(context -> assertThat(context).hasFailed());
    }
}
