package io.kalends.benchmarks;

import java.util.Locale;

import io.kalends.benchmarks.DeltaSavings.Savings;

/// All ratios of a run, as two Markdown tables.
record Report(Timings timings, Savings savings) {

    String markdown() {
        return String.format(
                Locale.ROOT,
                """
                | work | against | time | ± | allocation | ours takes |
                |---|---|--:|--:|--:|--:|
                %s
                | a day of one calendar | by delta | read in full each time | ratio |
                |---|--:|--:|--:|
                %s%s%s
                An event takes %,d bytes in Avro and %,d in JSON: %s""",
                timed(),
                row("calls", savings.delta().calls(), savings.full().calls()),
                row(
                        "bytes of bodies, gzipped",
                        savings.delta().bytes(),
                        savings.full().bytes()),
                row("events carried", savings.delta().events(), savings.full().events()),
                EventCodecBenchmark.avroBytes(),
                EventCodecBenchmark.jsonBytes(),
                Ratio.text((double) EventCodecBenchmark.avroBytes() / EventCodecBenchmark.jsonBytes()));
    }

    private String timed() {
        var rows = new StringBuilder();
        for (var comparison : Comparison.ALL) {
            var ours = timings.of(comparison.subject());
            var ratio = Ratio.of(ours, timings.of(comparison.other()));
            rows.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %.0f %% | %s | %s |%n",
                    comparison.what(),
                    comparison.against(),
                    Ratio.text(ratio.time()),
                    100 * ratio.spread(),
                    Ratio.text(ratio.allocated()),
                    time(ours.nanos())));
        }
        return rows.toString();
    }

    private static String row(String what, long delta, long full) {
        return String.format(
                Locale.ROOT, "| %s | %,d | %,d | %s |%n", what, delta, full, Ratio.text((double) delta / full));
    }

    private static String time(double nanos) {
        return String.format(Locale.ROOT, nanos < 1000 ? "%.0f ns" : "%.1f µs", nanos < 1000 ? nanos : nanos / 1000);
    }
}
