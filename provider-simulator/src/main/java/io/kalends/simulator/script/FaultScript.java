package io.kalends.simulator.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.traffic.Call;

/// The faults and gates in force. A request meets the first rule that is for it; gates come before rules.
public final class FaultScript {
    private final long seed;
    private final List<FaultRule> rules = new ArrayList<>();
    private final List<HeldGate> gates = new ArrayList<>();
    private long numbered;

    /// @param seed for faults with a probability
    public FaultScript(long seed) {
        this.seed = seed;
    }

    /// Lets `faults` happen, one after the other, to the requests `match` describes.
    public synchronized FaultRule add(RequestMatch match, Fault... faults) {
        if (faults.length == 0) {
            throw new IllegalArgumentException("a rule needs at least one fault");
        }
        var id = ++numbered;
        var rule = new FaultRule(id, match, List.of(faults), new SplittableRandom(seed * 31 + id));
        rules.add(rule);
        return rule;
    }

    /// Stops the requests `match` describes until the gate is released.
    public synchronized Gate hold(RequestMatch match) {
        var gate = new Gate();
        var rule = new FaultRule(0, match, List.of(), new SplittableRandom(seed * 31 + ++numbered));
        gates.removeIf(held -> held.gate().isOpen());
        gates.add(new HeldGate(rule, gate));
        return gate;
    }

    public synchronized List<FaultRule> rules() {
        return List.copyOf(rules);
    }

    /// @return whether there was one
    public synchronized boolean remove(long id) {
        return rules.removeIf(rule -> rule.id() == id);
    }

    /// No fault any more, and every gate open.
    public synchronized void clear() {
        rules.clear();
        gates.forEach(held -> held.gate().release());
        gates.clear();
    }

    /// Blocks while a gate holds `call`.
    void await(Call call) throws InterruptedException {
        for (var gate : holding(call)) {
            gate.pass();
        }
    }

    synchronized List<Fault> take(Call call) {
        @Nullable FaultRule taken = null;
        for (var rule : rules) {
            if (rule.takes(call, taken == null)) {
                taken = rule;
            }
        }
        return Optional.ofNullable(taken).map(FaultRule::faults).orElse(List.of());
    }

    private synchronized List<Gate> holding(Call call) {
        return gates.stream()
                .filter(held -> !held.gate().isOpen() && held.rule().takes(call, true))
                .map(HeldGate::gate)
                .toList();
    }

    private record HeldGate(FaultRule rule, Gate gate) {}
}
