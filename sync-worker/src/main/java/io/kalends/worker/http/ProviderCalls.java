package io.kalends.worker.http;

import java.util.function.Function;

import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import io.kalends.core.connection.Provider;
import io.kalends.core.provider.Answer;
import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.token.TokenEndpoint.Grant;

/// Measures the calls to one provider: timer `kalends.provider.calls` by provider, call and outcome.
public final class ProviderCalls {

    /// One call over the network.
    @FunctionalInterface
    public interface Call<R> {
        R make() throws InterruptedException;
    }

    private final MeterRegistry registry;
    private final MeterProvider<Timer> timers;

    public ProviderCalls(MeterRegistry registry, Provider provider) {
        this.registry = registry;
        timers = Timer.builder("kalends.provider.calls")
                .description("Calls to a provider, each with the whole of its answer")
                .tag("provider", provider.id())
                .withRegistry(registry);
    }

    /// Makes a call and records how long it took and what came of it.
    public <T> Answer<T> answered(String name, Call<Answer<T>> call) throws InterruptedException {
        return timed(name, call, ProviderCalls::outcome);
    }

    /// Trades a refresh token and records how long it took and what came of it.
    public Grant granted(Call<Grant> call) throws InterruptedException {
        return timed("token.refresh", call, ProviderCalls::outcome);
    }

    /// Makes a call whose outcome `outcome` names.
    public <R> R timed(String name, Call<R> call, Function<R, String> outcome) throws InterruptedException {
        var sample = Timer.start(registry);
        var ended = "broken_off";
        try {
            var result = call.make();
            ended = outcome.apply(result);
            return result;
        } finally {
            sample.stop(timers.withTags("call", name, "outcome", ended));
        }
    }

    private static String outcome(Grant grant) {
        return switch (grant) {
            case Grant.Refreshed _ -> "ok";
            case Grant.Revoked _ -> "revoked";
            case Grant.Forbidden _ -> "forbidden";
            case Grant.ClientRejected _ -> "client_rejected";
            case Grant.Throttled _ -> "throttled";
            case Grant.Unavailable _ -> "unavailable";
        };
    }

    private static String outcome(Answer<?> answer) {
        return switch (answer) {
            case Answer.Got<?> _ -> "ok";
            case Answer.Refused<?>(Refusal refusal) ->
                switch (refusal) {
                    case Refusal.CursorLost _ -> "cursor_lost";
                    case Refusal.Unauthorized _ -> "unauthorized";
                    case Refusal.ScopeMissing _ -> "scope_missing";
                    case Refusal.ApplicationFault _ -> "application_fault";
                    case Refusal.Throttled _ -> "throttled";
                    case Refusal.CalendarGone _ -> "calendar_gone";
                    case Refusal.Forbidden _ -> "forbidden";
                    case Refusal.Rejected _ -> "rejected";
                    case Refusal.Unavailable unavailable ->
                        switch (unavailable.cause()) {
                            case DOWN -> "down";
                            case TIMEOUT -> "timeout";
                            case UNREADABLE -> "unreadable";
                        };
                };
        };
    }
}
