package io.kalends.benchmarks;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.calendar.ContentHash;

/// Whether an event changed. The floor hashes about as many bytes, which it is handed ready.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ContentHashBenchmark {

    private final CalendarEvent event = Meeting.content();
    private final byte[] text = (event + Meeting.UID).getBytes(StandardCharsets.UTF_8);
    private final MessageDigest digest;

    public ContentHashBenchmark() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Benchmark
    public byte[] contentHash() {
        return ContentHash.of(event, Meeting.UID);
    }

    @Benchmark
    public byte[] bareSha256() {
        return digest.digest(text);
    }
}
