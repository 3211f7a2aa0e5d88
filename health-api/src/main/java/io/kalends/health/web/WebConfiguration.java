package io.kalends.health.web;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.function.Consumer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.servers.Server;
import org.apache.catalina.core.StandardHost;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

import io.kalends.health.kafka.CommandPublisher;
import io.kalends.health.store.CommandTable;
import io.kalends.health.store.Commands;
import io.kalends.health.store.ConnectionDetails;
import io.kalends.health.store.HealthQueries;
import io.kalends.health.store.Holds;
import io.kalends.health.store.IncidentTable;
import io.kalends.health.store.TenantSettingsTable;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({HealthProperties.class, SecurityProperties.class})
class WebConfiguration {

    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(5);

    WebConfiguration(SecurityProperties security, ServerProperties server) {
        Exposure.check(security.mode(), "server.address", server.getAddress());
    }

    @Bean
    ProblemWriter problemWriter(JsonMapper json) {
        return new ProblemWriter(json);
    }

    @Bean
    FilterRegistrationBean<GuardFilter> guardFilter(ProblemWriter problems) {
        var registration = new FilterRegistrationBean<>(new GuardFilter(problems));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    ConnectionReader connectionReader(
            HealthQueries queries,
            ConnectionDetails details,
            Holds holds,
            IncidentTable incidents,
            InstantSource clock,
            HealthProperties properties) {
        return new ConnectionReader(queries, details, holds, incidents, clock, properties);
    }

    @Bean
    CommandDesk commandDesk(CommandTable commands, HealthQueries connections, InstantSource clock) {
        return new CommandDesk(commands, connections, clock);
    }

    @Bean
    ResyncDesk resyncDesk(CommandDesk desk, CommandPublisher publisher, Commands commands) {
        return new ResyncDesk(desk, publisher, commands, ANSWER_PATIENCE, System::nanoTime);
    }

    @Bean
    TenantDesk tenantDesk(
            TenantSettingsTable table,
            CommandPublisher publisher,
            PlatformTransactionManager transactions,
            InstantSource clock) {
        return new TenantDesk(table, publisher, new TransactionTemplate(transactions), clock);
    }

    @Bean
    Changes changes(
            HealthQueries queries,
            IncidentTable incidents,
            JsonMapper json,
            InstantSource clock,
            HealthProperties properties) {
        return new Changes(queries, incidents, json, clock, properties);
    }

    @Bean
    Gauge openStreams(Changes changes, MeterRegistry meters) {
        return Gauge.builder("kalends.health.streams", changes, Changes::count)
                .description("open streams of changes")
                .register(meters);
    }

    @Bean
    ConnectionGauges connectionGauges(HealthQueries queries, MeterRegistry meters) {
        return new ConnectionGauges(queries, meters);
    }

    @Bean
    IncidentGauges incidentGauges(IncidentTable incidents, MeterRegistry meters) {
        return new IncidentGauges(incidents, meters);
    }

    /// A number is not a string, nor the other way round: what was sent by mistake is refused, not guessed.
    @Bean
    JsonMapperBuilderCustomizer strictTypes() {
        return json -> json.withCoercionConfig(
                        LogicalType.Textual,
                        refuse(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean))
                .withCoercionConfig(
                        LogicalType.Integer,
                        refuse(
                                CoercionInputShape.String,
                                CoercionInputShape.EmptyString,
                                CoercionInputShape.Float,
                                CoercionInputShape.Boolean))
                .withCoercionConfig(
                        LogicalType.Boolean,
                        refuse(
                                CoercionInputShape.String,
                                CoercionInputShape.EmptyString,
                                CoercionInputShape.Integer,
                                CoercionInputShape.Float));
    }

    private static Consumer<MutableCoercionConfig> refuse(CoercionInputShape... shapes) {
        return config -> Arrays.asList(shapes).forEach(shape -> config.setCoercion(shape, CoercionAction.Fail));
    }

    /// Ids are opaque and may hold a slash; and no answer of the container is HTML.
    @Bean
    WebServerFactoryCustomizer<TomcatWebServerFactory> opaqueIdsAndProblems() {
        return tomcat -> {
            tomcat.addConnectorCustomizers(connector -> {
                connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
                connector.setEncodedReverseSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
            });
            tomcat.addContextCustomizers(context -> {
                if (context.getParent() instanceof StandardHost host) {
                    host.setErrorReportValveClass(ProblemValve.class.getName());
                }
            });
        };
    }

    @Bean
    OpenAPI description() {
        return new OpenAPI()
                .info(new Info()
                        .title("Kalends health-api")
                        .version("1")
                        .description("How calendar connections are doing, and commands to them. "
                                + "Errors are application/problem+json (RFC 9457) with a stable 'code'.")
                        .license(new License().name("Apache-2.0")))
                .addServersItem(new Server().url("/"));
    }
}
