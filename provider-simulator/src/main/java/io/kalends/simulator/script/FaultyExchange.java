package io.kalends.simulator.script;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.http.Answer;
import io.kalends.simulator.http.Delivery;
import io.kalends.simulator.http.Request;
import io.kalends.simulator.traffic.Call;

/// One request on its way through the gates and faults to the provider and back.
public final class FaultyExchange {
    private final FaultScript script;
    private final Provider provider;

    public FaultyExchange(FaultScript script, Provider provider) {
        this.script = script;
        this.provider = provider;
    }

    public Outcome run(Call call, Request request) throws InterruptedException {
        var full = provider.admit(call, request);
        if (full != null) {
            return new Outcome(full, null);
        }
        try {
            return admitted(call, request);
        } finally {
            provider.leave(call);
        }
    }

    private Outcome admitted(Call call, Request request) throws InterruptedException {
        script.await(call);
        var faults = script.take(call);
        for (var fault : faults) {
            before(fault, call);
        }
        var answer = instead(faults, request);
        if (answer == null) {
            answer = provider.answer(call, request, Twists.of(faults));
        }
        for (var fault : faults) {
            answer = spoilt(answer, fault);
        }
        return new Outcome(answer, faults.isEmpty() ? null : names(faults));
    }

    private void before(Fault fault, Call call) throws InterruptedException {
        if (fault instanceof Fault.Delay(var by)) {
            Thread.sleep(by);
        } else if (fault instanceof Fault.ForgetCursors) {
            provider.forgetCursors(call.user());
        }
    }

    private @Nullable Answer instead(List<Fault> faults, Request request) {
        for (var fault : faults) {
            var answer = switch (fault) {
                case Fault.Refuse(var status, var reason, var retryAfter) ->
                    retryAfter == null
                            ? provider.refuse(status, reason, request)
                            : provider.refuse(status, reason, request).with("Retry-After", retryAfter);
                case Fault.RefuseToken refusal -> provider.refuse(refusal, request);
                case Fault.Instead(var status, var type, var body) ->
                    type.isEmpty() ? Answer.empty(status) : Answer.text(status, type, body);
                case Fault.Redirect(var location) -> Answer.empty(302).with("Location", location);
                case Fault.Silence() -> Answer.empty(0).with(new Delivery.Silence());
                case Fault.HugeBody(var bytes) -> Bodies.huge(bytes);
                case Fault.DeepBody(var depth) -> Bodies.deep(depth);
                case Fault.GzipBomb(var bytes) -> Bodies.bomb(bytes);
                case Fault.Cut _,
                        Fault.Drip _,
                        Fault.Delay _,
                        Fault.HangUp _,
                        Fault.Pages _,
                        Fault.ForeignLink _,
                        Fault.TokenAnswer _,
                        Fault.ForgetCursors _ -> null;
            };
            if (answer != null) {
                return answer;
            }
        }
        return null;
    }

    private static Answer spoilt(Answer answer, Fault fault) {
        return switch (fault) {
            case Fault.Cut(var framing, var keep) ->
                answer.with(new Delivery.Cut(framing, (int) (answer.length() * keep)));
            case Fault.Drip(var bytes, var every) -> answer.with(new Delivery.Drip(bytes, every));
            case Fault.HangUp() -> answer.with(new Delivery.HangUp());
            case Fault.Refuse _,
                    Fault.RefuseToken _,
                    Fault.Instead _,
                    Fault.Redirect _,
                    Fault.Delay _,
                    Fault.Silence _,
                    Fault.HugeBody _,
                    Fault.DeepBody _,
                    Fault.GzipBomb _,
                    Fault.Pages _,
                    Fault.ForeignLink _,
                    Fault.TokenAnswer _,
                    Fault.ForgetCursors _ -> answer;
        };
    }

    private static String names(List<Fault> faults) {
        return faults.stream().map(fault -> fault.getClass().getSimpleName()).collect(Collectors.joining("+"));
    }

    /// @param fault what was done to the answer, null if nothing
    public record Outcome(Answer answer, @Nullable String fault) {}
}
