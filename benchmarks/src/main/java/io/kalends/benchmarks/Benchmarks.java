package io.kalends.benchmarks;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Measures everything and prints the ratios as Markdown.
///
/// `--quick`, the default, takes two or three minutes; `--full` takes several and is what a figure to be kept comes
/// from.
public final class Benchmarks {

    private Benchmarks() {}

    public static void main(String[] args) throws RunnerException, InterruptedException {
        var options = switch (String.join(" ", args)) {
            case "", "--quick" -> quick();
            case "--full" -> full();
            case String other -> throw new IllegalArgumentException("arguments " + other + ": give --quick or --full");
        };
        System.err.println("Playing days of syncs against the simulator ...");
        var savings = DeltaSavings.ofADay();
        System.err.println("Timing " + Comparison.benchmarks().size() + " pieces of work ...");
        var timings = Timings.of(new Runner(options).run());
        System.out.println(new Report(timings, savings).markdown());
    }

    private static Options quick() {
        return options(1, 6, 3, TimeValue.milliseconds(250));
    }

    private static Options full() {
        return options(3, 4, 6, TimeValue.milliseconds(500));
    }

    private static Options options(int forks, int warmups, int measurements, TimeValue each) {
        return new OptionsBuilder()
                .include(Benchmarks.class.getPackageName().replace(".", "\\.") + "\\.")
                .forks(forks)
                .warmupIterations(warmups)
                .warmupTime(each)
                .measurementIterations(measurements)
                .measurementTime(each)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
    }
}
