package io.kalends.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.calendar.model.Events;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.provider.Page;
import io.kalends.core.provider.PageRequest;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.token.AccessToken;

/// A page of Google's events, for each event on it: first from memory, then over loopback HTTP.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ServedPage.GOOGLES)
@Fork(jvmArgsAppend = "-Dsun.net.httpserver.nodelay=true")
public class GooglePageBenchmark {

    private final ServedPage page;
    private final byte[] json;
    private final Door google;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper jackson = new ObjectMapper();
    private final AccessToken token = new AccessToken("bearer", Duration.ofMinutes(30));
    private final CalendarId calendar = new CalendarId(ServedPage.ANNA);
    private final PageRequest everything = new PageRequest(new Origin.Everything(TypicalCalendar.WINDOW), null);
    private final HttpRequest get;

    public GooglePageBenchmark() {
        try {
            page = ServedPage.ofGoogles();
            json = ServedPage.unpacked(page.packed());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the page cannot be served", e);
        }
        google = Door.toGoogle(page.origin() + "/", ServedPage.GOOGLES, InstantSource.fixed(TypicalCalendar.MORNING));
        get = HttpRequest.newBuilder(URI.create(page.origin()))
                .header("Accept-Encoding", "gzip")
                .build();
    }

    @TearDown
    public void close() {
        google.close();
        client.shutdownNow();
        page.close();
    }

    @Benchmark
    public Events sdk() throws IOException {
        return GsonFactory.getDefaultInstance()
                .fromInputStream(new ByteArrayInputStream(json), StandardCharsets.UTF_8, Events.class);
    }

    @Benchmark
    public int tokens() throws IOException {
        try (var parser = jackson.createParser(json)) {
            int characters = 0;
            while (parser.nextToken() != null) {
                characters += parser.getTextLength();
            }
            return characters;
        }
    }

    @Benchmark
    public JsonNode tree() throws IOException {
        return jackson.readTree(json);
    }

    @Benchmark
    public Page fetched() throws InterruptedException {
        return Walk.page(google.calendars().fetch(token, calendar, everything));
    }

    @Benchmark
    public byte[] bareGet() throws IOException, InterruptedException {
        return ServedPage.unpacked(client.send(get, BodyHandlers.ofByteArray()).body());
    }
}
