package io.kalends.worker.provider;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

import io.kalends.core.connection.Provider;
import io.kalends.simulator.http.Delivery.Framing;
import io.kalends.simulator.script.Fault;
import io.kalends.simulator.script.FaultScript;
import io.kalends.simulator.script.PageTwist;
import io.kalends.simulator.script.RequestMatch;
import io.kalends.simulator.traffic.RequestKind;

/// What goes wrong at a provider, as chance has it.
final class Mishaps {

    private static final List<RequestKind> KINDS = List.of(
            RequestKind.EVENTS,
            RequestKind.EVENTS,
            RequestKind.EVENTS,
            RequestKind.EVENT,
            RequestKind.INSTANCES,
            RequestKind.CALENDAR_LIST,
            RequestKind.TOKEN);

    private final FaultScript script;
    private final Provider provider;
    private final String user;

    Mishaps(FaultScript script, Provider provider, String user) {
        this.script = script;
        this.provider = provider;
        this.user = user;
    }

    /// Lets something go wrong with some of the user's next requests.
    void happen(SplittableRandom random) {
        var kind = KINDS.get(random.nextInt(KINDS.size()));
        var match =
                RequestMatch.on(kind).ofUser(user).fromNth(random.nextInt(1, 4)).times(random.nextInt(1, 7));
        script.add(match, kind == RequestKind.TOKEN ? ofTokens(random) : ofCalls(random));
    }

    private static Fault ofTokens(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> Fault.empty(503);
            case 1 -> Fault.html(500);
            default -> new Fault.HangUp();
        };
    }

    private Fault ofCalls(SplittableRandom random) {
        var twists = List.of(PageTwist.values());
        List<Supplier<Fault>> faults = List.of(
                () -> Fault.refuse(503, provider == Provider.GOOGLE ? "backendError" : "ServiceUnavailable"),
                () -> Fault.refuse(500, provider == Provider.GOOGLE ? "backendError" : "InternalServerError", "2"),
                () -> Fault.refuse(429, provider == Provider.GOOGLE ? "rateLimitExceeded" : "TooManyRequests", "7"),
                () -> Fault.refuse(429, provider == Provider.GOOGLE ? "rateLimitExceeded" : "ApplicationThrottled"),
                () -> Fault.html(502),
                () -> Fault.empty(500),
                () -> new Fault.Cut(Framing.RIGHT_LENGTH, 0.6),
                () -> new Fault.Cut(Framing.WRONG_LENGTH, 0.4),
                () -> new Fault.Cut(Framing.CHUNKED, 0.7),
                () -> new Fault.HangUp(),
                () -> new Fault.Redirect("http://127.0.0.1:9/elsewhere"),
                () -> new Fault.ForgetCursors(),
                () -> new Fault.DeepBody(500),
                Fault::unauthorized,
                () -> new Fault.Pages(twists.get(random.nextInt(twists.size()))));
        return faults.get(random.nextInt(faults.size())).get();
    }
}
