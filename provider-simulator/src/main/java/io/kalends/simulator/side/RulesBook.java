package io.kalends.simulator.side;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// The rules in force.
///
/// @param <R> a provider's rules
public final class RulesBook<R> implements Supplier<R> {
    private final AtomicReference<R> rules;

    public RulesBook(R first) {
        rules = new AtomicReference<>(first);
    }

    @Override
    public R get() {
        return rules.get();
    }

    public void change(UnaryOperator<R> change) {
        rules.updateAndGet(change);
    }
}
