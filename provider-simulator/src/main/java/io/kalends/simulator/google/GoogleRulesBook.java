package io.kalends.simulator.google;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// The rules in force.
final class GoogleRulesBook implements Supplier<GoogleRules> {
    private final AtomicReference<GoogleRules> rules;

    GoogleRulesBook(GoogleRules first) {
        rules = new AtomicReference<>(first);
    }

    @Override
    public GoogleRules get() {
        return rules.get();
    }

    void change(UnaryOperator<GoogleRules> change) {
        rules.updateAndGet(change);
    }
}
