package io.kalends.simulator.google;

import io.kalends.simulator.http.Parameters;

/// Numbers in queries.
final class Numbers {
    private Numbers() {}

    /// The value of `name`; more than `most` counts as `most`, less than `least` or no number is refused.
    static int between(Parameters query, String name, int least, int most, int absent) {
        var value = query.first(name);
        if (value == null) {
            return absent;
        }
        try {
            var number = Integer.parseInt(value);
            if (number >= least) {
                return Math.min(number, most);
            }
        } catch (NumberFormatException notANumber) {
            // refused below, as numbers out of range are
        }
        throw Refusal.parameter(
                400,
                "invalidParameter",
                "Invalid value '" + value + "'. Values must be within the range: [" + least + ", " + most + "]",
                name);
    }
}
