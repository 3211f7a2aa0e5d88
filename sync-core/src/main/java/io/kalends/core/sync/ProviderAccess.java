package io.kalends.core.sync;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.incident.Door;
import io.kalends.core.incident.Incidents;
import io.kalends.core.incident.Passage;
import io.kalends.core.plan.Problem;
import io.kalends.core.plan.Problems;
import io.kalends.core.provider.Answer;
import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.token.AccessToken;
import io.kalends.core.token.TokenAnswer;
import io.kalends.core.token.Tokens;

/// One run's way to the provider: brings the token, counts the calls, and renews a token that was not accepted, once.
final class ProviderAccess {

    /// A call that needs a token.
    @FunctionalInterface
    interface Call<T> {
        Answer<T> make(AccessToken token) throws InterruptedException;
    }

    /// What a run can make of an answer.
    sealed interface Reply<T> {
        record Value<T>(T value) implements Reply<T> {}

        record CursorLost<T>() implements Reply<T> {}

        record CalendarGone<T>() implements Reply<T> {}

        /// No call can be made at all.
        record NoCall<T>(Problem problem) implements Reply<T> {}

        record Stopped<T>(Problem problem) implements Reply<T> {}
    }

    private final ConnectionKey key;
    private final Tokens tokens;
    private final ShortRetries retries;
    private final Budget.Meter meter;
    private final Incidents incidents;
    private final boolean awaited;
    private @Nullable AccessToken token;
    private @Nullable Passage passage;

    /// @param awaited true when somebody waits for the run
    ProviderAccess(ConnectionKey key, Tokens tokens, Calling calling, Incidents incidents, boolean awaited) {
        this.key = key;
        this.tokens = tokens;
        this.retries = calling.retries();
        this.meter = calling.meter();
        this.incidents = incidents;
        this.awaited = awaited;
    }

    /// How calls are made and counted.
    record Calling(ShortRetries retries, Budget.Meter meter) {}

    <T> Reply<T> ask(Call<T> call) throws InterruptedException {
        if (entered() instanceof Passage.Held barred) {
            return new Reply.NoCall<>(Problems.of(barred));
        }
        var held = token;
        return switch (held == null ? tokens.current(key, awaited) : new TokenAnswer.Valid(held)) {
            case TokenAnswer.Valid(AccessToken valid) -> {
                var answer = with(valid, call);
                yield refusedToken(answer) ? again(tokens.replace(key, valid, awaited), call) : reply(answer);
            }
            case TokenAnswer.None none -> new Reply.NoCall<>(Problems.of(none));
        };
    }

    private <T> Reply<T> again(TokenAnswer replaced, Call<T> call) throws InterruptedException {
        return switch (replaced) {
            case TokenAnswer.Valid(AccessToken valid) -> reply(with(valid, call));
            case TokenAnswer.None none -> new Reply.NoCall<>(Problems.of(none));
        };
    }

    private <T> Answer<T> with(AccessToken valid, Call<T> call) throws InterruptedException {
        token = valid;
        ShortRetries.Call<T> counted = () -> {
            meter.call();
            return call.make(valid);
        };
        return passage instanceof Passage.Probe ? counted.make() : retries.of(key.provider(), counted);
    }

    private Passage entered() {
        var known = passage;
        if (known == null) {
            known = incidents.enter(key, Door.API, awaited);
            passage = known;
        }
        return known;
    }

    /// The run ended well: if it made a call, the provider works.
    void worked() {
        if (meter.calls() > 0) {
            incidents.worked(key, Door.API);
        }
    }

    /// The run was ended by `problem`; the answer is the same, perhaps as one of many that is waited for.
    Problem ended(Problem problem) {
        var sign = problem.sign();
        if (problem.held() != null) {
            return problem;
        }
        if (sign == null) {
            worked();
            return problem;
        }
        var held = incidents.failed(key, sign, problem.message());
        return held == null ? problem : problem.heldUp(held);
    }

    private static boolean refusedToken(Answer<?> answer) {
        return answer instanceof Answer.Refused<?>(Refusal.Unauthorized _);
    }

    private <T> Reply<T> reply(Answer<T> answer) {
        return switch (answer) {
            case Answer.Got<T>(T value) -> new Reply.Value<>(value);
            case Answer.Refused<T>(Refusal.CursorLost _) -> new Reply.CursorLost<>();
            case Answer.Refused<T>(Refusal.CalendarGone _) -> new Reply.CalendarGone<>();
            case Answer.Refused<T>(Refusal refusal) -> stopped(Problems.of(refusal));
        };
    }

    /// What a probe meets says nothing about the one calendar that it met it at.
    private <T> Reply<T> stopped(Problem problem) {
        return passage instanceof Passage.Probe && problem.sign() != null
                ? new Reply.NoCall<>(problem)
                : new Reply.Stopped<>(problem);
    }
}
