package io.kalends.benchmarks;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import io.kalends.schemas.ConnectionKey;

/// The key of every record, of a user whose id has something to encode.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ConnectionKeyBenchmark {

    private final ConnectionKey key = new ConnectionKey("acme", "anna.keller@example.com", "google");
    private final String text = key.text();

    @Benchmark
    public String text() {
        return key.text();
    }

    @Benchmark
    public String join() {
        return key.tenantId() + "/" + key.userId() + "/" + key.provider();
    }

    @Benchmark
    public String urlEncoded() {
        return encoded(key.tenantId()) + "/" + encoded(key.userId()) + "/" + encoded(key.provider());
    }

    @Benchmark
    public ConnectionKey parse() {
        return ConnectionKey.parse(text);
    }

    @Benchmark
    public ConnectionKey split() {
        var parts = text.split("/", -1);
        return new ConnectionKey(parts[0], parts[1], parts[2]);
    }

    @Benchmark
    public ConnectionKey urlDecoded() {
        var parts = text.split("/", -1);
        return new ConnectionKey(decoded(parts[0]), decoded(parts[1]), decoded(parts[2]));
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8);
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part, StandardCharsets.UTF_8);
    }
}
