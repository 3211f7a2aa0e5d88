package io.kalends.worker.provider;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.MapPropertySource;

import io.kalends.core.calendar.EventWindow;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.incident.Incidents;
import io.kalends.core.plan.SyncPlan;
import io.kalends.core.plan.WalkPlan;
import io.kalends.core.plan.WindowPlan;
import io.kalends.core.store.SyncStore;
import io.kalends.core.sync.Budget;
import io.kalends.core.sync.ShortRetries;
import io.kalends.core.sync.SyncRun;
import io.kalends.core.token.Pause;
import io.kalends.core.token.TokenVault;
import io.kalends.core.token.Tokens;
import io.kalends.worker.http.ProviderCalls;

/// The engine over one provider's adapter, both as in production, save that time passes only where they wait.
final class Engine implements AutoCloseable {

    static final Budget BUDGET = new Budget(20, Duration.ofSeconds(20), 60, Budget.UNPACED);
    static final WindowPlan WINDOWS = new WindowPlan(Duration.ofDays(90), Duration.ofDays(365), Duration.ofDays(7));

    private static final Duration REFRESH_AHEAD = Duration.ofMinutes(5);

    /// What the worker hands to its rooms. No configuration that a scan of the whole worker would find.
    record Ports(OwnClock ownClock) {

        @Bean
        InstantSource clock() {
            return ownClock;
        }

        /// A minute passes between any two looks, so that no test lives on what others have left of the retries.
        @Bean
        LongSupplier nanoTime() {
            var looks = new AtomicLong();
            return () -> Duration.ofMinutes(looks.incrementAndGet()).toNanos();
        }

        @Bean
        DoubleSupplier chance() {
            return () -> 0.5;
        }

        @Bean
        Supplier<UUID> ids() {
            var given = new AtomicLong();
            return () -> new UUID(7, given.incrementAndGet());
        }

        @Bean
        Pause pause() {
            return ownClock::pass;
        }

        @Bean
        Incidents incidents() {
            return Incidents.NONE;
        }

        @Bean
        MeterRegistry metrics() {
            return new SimpleMeterRegistry();
        }
    }

    private final AnnotationConfigApplicationContext room = new AnnotationConfigApplicationContext();
    private final Map<CalendarId, EventWindow> windows = new ConcurrentHashMap<>();
    private final WatchedProvider provider;
    private final SyncRun run;

    /// @param settings of the adapter
    Engine(
            ProviderUnderTest underTest,
            Map<String, Object> settings,
            OwnClock clock,
            SyncStore store,
            TokenVault vault) {
        room.getEnvironment().getPropertySources().addFirst(new MapPropertySource("contract", settings));
        room.registerBean(Ports.class, () -> new Ports(clock));
        room.scan(underTest.room(), ProviderCalls.class.getPackageName());
        room.refresh();
        var doors = underTest.doors(room);
        provider = new WatchedProvider(doors.calendars(), windows);
        var tokens = new Tokens(vault, doors.tokens(), room.getBean(Pause.class), REFRESH_AHEAD);
        var account = new SyncRun.Account(provider, tokens);
        run = new SyncRun(store, asked -> asked == underTest.provider() ? account : null, rules(clock));
    }

    private SyncRun.Rules rules(OwnClock clock) {
        var plan = new SyncPlan(Duration.ofMinutes(1), Duration.ofHours(6), Duration.ofMinutes(15), () -> 0.5);
        return new SyncRun.Rules(
                plan, new WalkPlan(WINDOWS), BUDGET, room.getBean(ShortRetries.class), Incidents.NONE, clock::nanos);
    }

    SyncRun run() {
        return run;
    }

    WatchedProvider provider() {
        return provider;
    }

    /// The window a calendar was last read in, null when it never was.
    @Nullable
    EventWindow window(CalendarId calendar) {
        return windows.get(calendar);
    }

    @Override
    public void close() {
        room.close();
    }
}
