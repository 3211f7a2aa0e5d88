package io.kalends.worker.engine;

import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.kalends.core.incident.Incidents;
import io.kalends.core.plan.Brake;
import io.kalends.core.store.SyncStore;
import io.kalends.core.sync.ShortRetries;
import io.kalends.core.sync.SyncRun;
import io.kalends.core.token.Pause;
import io.kalends.core.token.TokenVault;
import io.kalends.core.token.Tokens;
import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.worker.command.ConnectionAnnouncer;
import io.kalends.worker.command.TokenEndpoints;
import io.kalends.worker.google.GoogleAccount;
import io.kalends.worker.kafka.RequestHandler;
import io.kalends.worker.microsoft.MicrosoftAccount;
import io.kalends.worker.persistence.ConnectionStates;

/// The engine: one [SyncRun] over the store, the vault and the providers.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SyncProperties.class)
class EngineConfiguration {

    @Bean
    SyncRun.Accounts accounts(
            GoogleAccount google,
            MicrosoftAccount microsoft,
            TokenVault vault,
            Pause pause,
            Incidents incidents,
            SyncProperties sync) {
        var ahead = sync.refreshAhead();
        var atGoogle =
                new SyncRun.Account(google.calendars(), new Tokens(vault, google.tokens(), pause, ahead, incidents));
        var atMicrosoft = new SyncRun.Account(
                microsoft.calendars(), new Tokens(vault, microsoft.tokens(), pause, ahead, incidents));
        return provider -> switch (provider) {
            case GOOGLE -> atGoogle;
            case OUTLOOK -> atMicrosoft;
        };
    }

    /// Checked at the start, like the other rules.
    @Bean
    Brake brake(SyncProperties sync) {
        return sync.brake();
    }

    @Bean
    SyncRun syncRun(
            SyncStore store,
            SyncRun.Accounts accounts,
            SyncProperties sync,
            ShortRetries retries,
            Incidents incidents,
            DoubleSupplier chance,
            LongSupplier nanoTime) {
        var rules = new SyncRun.Rules(sync.plan(chance), sync.walks(), sync.budget(), retries, incidents, nanoTime);
        return new SyncRun(store, accounts, rules);
    }

    /// Where the command room finds whom to tell that a grant is no longer wanted.
    @Bean
    TokenEndpoints tokenEndpoints(GoogleAccount google, MicrosoftAccount microsoft) {
        return provider -> switch (provider) {
            case GOOGLE -> google.tokens();
            case OUTLOOK -> microsoft.tokens();
        };
    }

    @Bean
    ConnectionAnnouncer connectionAnnouncer(ConnectionStates states) {
        return states::emit;
    }

    @Bean
    RequestHandler requestHandler(SyncRun run, AvroCodec codec, Topics topics, MeterRegistry registry) {
        return new SyncRequests(run::handle, new OutgoingRecords(codec, topics), registry);
    }
}
