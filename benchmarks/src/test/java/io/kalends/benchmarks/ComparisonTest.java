package io.kalends.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;

import static org.assertj.core.api.Assertions.assertThat;

class ComparisonTest {

    private static final List<Class<?>> BENCHMARKS = List.of(
            EventCodecBenchmark.class,
            ContentHashBenchmark.class,
            ConnectionKeyBenchmark.class,
            GooglePageBenchmark.class,
            GraphPageBenchmark.class);

    @Test
    void every_benchmark_is_compared_and_everything_compared_is_a_benchmark() {
        var measured = new ArrayList<String>();
        for (var type : BENCHMARKS) {
            Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(Benchmark.class))
                    .forEach(method -> measured.add(type.getSimpleName() + "." + method.getName()));
        }

        assertThat(Comparison.benchmarks()).containsExactlyInAnyOrderElementsOf(measured);
    }
}
