package io.kalends.benchmarks;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

import org.openjdk.jmh.results.RunResult;

/// What was measured, by class and method.
record Timings(Map<String, Timing> byBenchmark) {

    /// One benchmark.
    ///
    /// @param nanos median over all iterations of all forks, for one operation
    /// @param spread half the distance between the quartiles, as a share of the median
    /// @param allocated bytes in the whole JVM for one operation; not a number where the JVM does not count them
    record Timing(double nanos, double spread, double allocated) {

        Timing {
            if (!(nanos > 0)) {
                throw new IllegalArgumentException("an operation cannot take " + nanos + " ns");
            }
        }
    }

    static Timings of(Collection<RunResult> results) {
        return new Timings(results.stream().collect(Collectors.toUnmodifiableMap(Timings::name, Timings::timing)));
    }

    Timing of(String benchmark) {
        var timing = byBenchmark.get(benchmark);
        if (timing == null) {
            throw new IllegalStateException("nothing was measured for " + benchmark);
        }
        return timing;
    }

    private static String name(RunResult result) {
        return result.getParams()
                .getBenchmark()
                .substring(Timings.class.getPackageName().length() + 1);
    }

    private static Timing timing(RunResult result) {
        var times = result.getPrimaryResult().getStatistics();
        return new Timing(
                times.getPercentile(50),
                (times.getPercentile(75) - times.getPercentile(25)) / 2 / times.getPercentile(50),
                allocated(result));
    }

    private static double allocated(RunResult result) {
        var allocation = result.getSecondaryResults().get("gc.alloc.rate.norm");
        return allocation == null ? Double.NaN : allocation.getScore();
    }
}
