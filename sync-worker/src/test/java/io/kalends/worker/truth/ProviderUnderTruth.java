package io.kalends.worker.truth;

import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

import io.kalends.core.connection.Provider;
import io.kalends.core.provider.CalendarProvider;
import io.kalends.core.sync.ShortRetries;
import io.kalends.core.token.Pause;
import io.kalends.core.token.TokenEndpoint;
import io.kalends.simulator.ProviderSimulator;
import io.kalends.simulator.SimulatorSettings;
import io.kalends.simulator.microsoft.CursorRules.LostCursor;
import io.kalends.simulator.microsoft.SeriesRules.DeletedOccurrence;
import io.kalends.simulator.microsoft.SeriesRules.DeletedSeries;
import io.kalends.simulator.microsoft.SeriesRules.EditedMaster;
import io.kalends.simulator.microsoft.SeriesRules.EditedOccurrence;
import io.kalends.simulator.side.ProviderSide;
import io.kalends.worker.google.GoogleAccount;
import io.kalends.worker.http.Origin;
import io.kalends.worker.microsoft.MicrosoftAccount;

/// One provider: its simulator, and the worker's own adapter in front of it, put together by its own configuration.
final class ProviderUnderTruth implements AutoCloseable {

    private static final int MOST_REQUESTS = 2_000;

    final Provider provider;
    final OwnClock clock = new OwnClock();
    final ProviderSimulator simulator;
    private final AnnotationConfigApplicationContext context;
    private final Consumer<SplittableRandom> habits;

    private ProviderUnderTruth(Provider provider) {
        this.provider = provider;
        simulator = ProviderSimulator.start(
                SimulatorSettings.defaults(clock).withSeed(7).withRequestsKept(MOST_REQUESTS));
        context = new AnnotationConfigApplicationContext();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "truth",
                        Map.of(
                                "kalends.google.api-url", simulator.googleApiUrl(),
                                "kalends.google.token-url", simulator.googleTokenUrl(),
                                "kalends.google.page-size", 40,
                                "kalends.microsoft.graph-url", simulator.graphUrl(),
                                "kalends.microsoft.token-url", simulator.microsoftTokenUrl(),
                                "kalends.microsoft.page-size", 40)));
        context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        context.registerBean("clock", java.time.InstantSource.class, () -> clock);
        context.registerBean("nanoTime", LongSupplier.class, () -> System::nanoTime);
        context.registerBean("requestIds", Supplier.class, () -> (Supplier<UUID>) UUID::randomUUID);
        context.registerBean("pause", Pause.class, () -> clock::pass);
        context.registerBean("chance", DoubleSupplier.class, () -> () -> 0.5);
        context.scan(
                Origin.class.getPackageName(),
                switch (provider) {
                    case GOOGLE -> GoogleAccount.class.getPackageName();
                    case OUTLOOK -> MicrosoftAccount.class.getPackageName();
                });
        context.refresh();
        habits = switch (provider) {
            case GOOGLE -> this::googleHabits;
            case OUTLOOK -> this::microsoftHabits;
        };
    }

    static ProviderUnderTruth of(Provider provider) {
        return new ProviderUnderTruth(provider);
    }

    ProviderSide<?> side() {
        return switch (provider) {
            case GOOGLE -> simulator.google();
            case OUTLOOK -> simulator.microsoft();
        };
    }

    CalendarProvider calendars() {
        return switch (provider) {
            case GOOGLE -> context.getBean(GoogleAccount.class).calendars();
            case OUTLOOK -> context.getBean(MicrosoftAccount.class).calendars();
        };
    }

    TokenEndpoint tokens() {
        return switch (provider) {
            case GOOGLE -> context.getBean(GoogleAccount.class).tokens();
            case OUTLOOK -> context.getBean(MicrosoftAccount.class).tokens();
        };
    }

    ShortRetries retries() {
        return context.getBean(ShortRetries.class);
    }

    /// Lets the provider do what its documents leave open in one of the ways that were seen.
    void takeHabits(SplittableRandom random) {
        habits.accept(random);
    }

    private void googleHabits(SplittableRandom random) {
        simulator
                .google()
                .changeRules(rules -> rules.withDeltasFilteredToWindow(false)
                        .withDamagedTokenStatus(random.nextBoolean() ? 410 : 400)
                        .withNewErrorShape(random.nextBoolean())
                        .withRotatingRefreshTokens(random.nextInt(4) == 0)
                        .withLargestPage(random.nextInt(7, 60))
                        .withSyncTokenLife(random.nextInt(6) == 0 ? Duration.ofDays(2) : null));
    }

    private void microsoftHabits(SplittableRandom random) {
        simulator
                .microsoft()
                .changeRules(rules -> rules.withMastersListed(random.nextBoolean())
                        .withDeletedOccurrence(any(random, DeletedOccurrence.values()))
                        .withEditedOccurrence(any(random, EditedOccurrence.values()))
                        .withEditedMaster(any(random, EditedMaster.values()))
                        .withDeletedSeries(any(random, DeletedSeries.values()))
                        .withLostCursor(any(random, LostCursor.values()))
                        .withRemovedOutsideWindow(random.nextBoolean())
                        .withMovedOutIsChanged(random.nextBoolean())
                        .withLargestPage(random.nextInt(7, 60))
                        .withRotatingRefreshTokens(true, random.nextBoolean())
                        .withDeltaTokenLife(random.nextInt(6) == 0 ? Duration.ofDays(2) : null));
    }

    private static <T> T any(SplittableRandom random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    @Override
    public void close() {
        context.close();
        simulator.close();
    }
}
