package io.kalends.worker.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.kalends.core.connection.Provider;

/// Counts the events of one provider that cannot be taken as they are: counter `kalends.provider.odd.events`.
public final class OddEvents {

    private static final Logger log = LoggerFactory.getLogger(OddEvents.class);

    private final String provider;
    private final Counter counter;

    public OddEvents(MeterRegistry registry, Provider provider) {
        this.provider = provider.id();
        counter = Counter.builder("kalends.provider.odd.events")
                .description("Events whose times had to be guessed or could not be understood")
                .tag("provider", provider.id())
                .register(registry);
    }

    /// Tells of those on one page; of none, nothing.
    public void seen(int count) {
        if (count > 0) {
            counter.increment(count);
            log.warn("Events with times that cannot be taken as they are: provider={} count={}", provider, count);
        }
    }
}
