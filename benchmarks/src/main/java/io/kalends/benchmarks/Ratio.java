package io.kalends.benchmarks;

import java.util.Locale;

import io.kalends.benchmarks.Timings.Timing;

/// One timing in terms of another: below 1, ours is cheaper.
///
/// @param time of medians
/// @param spread of the time, as a share of it, from the spreads of both
/// @param allocated of bytes; not a number when the other allocates no more than an object or two
record Ratio(double time, double spread, double allocated) {

    private static final double NEXT_TO_NOTHING = 64;

    static Ratio of(Timing subject, Timing other) {
        return new Ratio(
                subject.nanos() / other.nanos(),
                Math.hypot(subject.spread(), other.spread()),
                other.allocated() < NEXT_TO_NOTHING ? Double.NaN : subject.allocated() / other.allocated());
    }

    /// `value` to two digits that matter, such as `0.042 ×`, `3.1 ×` or `570 ×`; a dash when it is not a number.
    static String text(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        var digits = 1 - (int) Math.floor(Math.log10(value));
        return String.format(Locale.ROOT, "%." + Math.max(0, digits) + "f ×", value);
    }
}
