package io.kalends.core.sync;

import io.kalends.core.plan.Problem;
import io.kalends.core.plan.Problems;
import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.sync.CalendarWalk.Progress;
import io.kalends.core.sync.ProviderAccess.Reply;

/// What the provider was asked in the middle of a walk, or why the walk cannot go on without it.
sealed interface Found<T> {

    record Known<T>(T value) implements Found<T> {}

    record Not<T>(Progress why) implements Found<T> {

        /// The same for somebody who waits for something else.
        <R> Not<R> instead() {
            return new Not<>(why);
        }
    }

    static <T> Found<T> of(Reply<T> reply) {
        return switch (reply) {
            case Reply.Value<T>(T value) -> new Known<>(value);
            case Reply.CursorLost<T> _ -> new Not<>(new Progress.Failed(Problems.of(new Refusal.CursorLost())));
            case Reply.CalendarGone<T> _ -> new Not<>(new Progress.CalendarGone());
            case Reply.Stopped<T>(Problem problem) -> new Not<>(progress(problem));
            case Reply.NoCall<T>(Problem problem) -> new Not<>(new Progress.Stopped(problem));
        };
    }

    /// How far a walk came that `problem` stopped.
    static Progress progress(Problem problem) {
        return problem.held() == null && problem.reason().ofOneCalendar()
                ? new Progress.Failed(problem)
                : new Progress.Stopped(problem);
    }
}
