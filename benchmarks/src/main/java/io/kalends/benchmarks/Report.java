package io.kalends.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.kalends.benchmarks.DeltaSavings.Savings;
import io.kalends.simulator.traffic.Vendor;

/// All ratios of a run, as two Markdown tables.
record Report(Timings timings, List<Savings> savings) {

    String markdown() {
        return String.format(
                Locale.ROOT,
                """
                | work | against | time | ± | allocation | ours takes |
                |---|---|--:|--:|--:|--:|
                %s
                | a day of one calendar | counted | by delta | read in full each time | ratio |
                |---|---|--:|--:|--:|
                %s
                An event takes %,d bytes in Avro and %,d in JSON: %s""",
                timed(),
                savings.stream().map(Report::saved).collect(Collectors.joining()),
                EventCodecBenchmark.avroBytes(),
                EventCodecBenchmark.jsonBytes(),
                Ratio.text((double) EventCodecBenchmark.avroBytes() / EventCodecBenchmark.jsonBytes()));
    }

    private static String saved(Savings savings) {
        var vendor = savings.reading().vendor() == Vendor.GOOGLE ? "Google" : "Microsoft";
        var what = vendor + ", pages of " + savings.reading().pageSize();
        var delta = savings.delta();
        var full = savings.full();
        return row(what, "calls", delta.calls(), full.calls())
                + row(what, "bytes of bodies, gzipped", delta.bytes(), full.bytes())
                + row(what, "entries carried", delta.entries(), full.entries());
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

    private static String row(String what, String counted, long delta, long full) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %,d | %,d | %s |%n",
                what,
                counted,
                delta,
                full,
                Ratio.text((double) delta / full));
    }

    private static String time(double nanos) {
        return String.format(Locale.ROOT, nanos < 1000 ? "%.0f ns" : "%.1f µs", nanos < 1000 ? nanos : nanos / 1000);
    }
}
