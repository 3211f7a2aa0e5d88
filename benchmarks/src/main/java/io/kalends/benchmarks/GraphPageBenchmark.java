package io.kalends.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.graph.users.item.calendars.item.calendarview.delta.DeltaGetResponse;
import com.microsoft.kiota.authentication.AnonymousAuthenticationProvider;
import com.microsoft.kiota.serialization.JsonParseNodeFactory;
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

/// A page of Graph's delta, for each row on it: first from memory, then over loopback HTTP. Beside the worker's own
/// reading stands Microsoft's client as it comes, which makes a model of everything a row says.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ServedPage.GRAPHS)
@Fork(jvmArgsAppend = "-Dsun.net.httpserver.nodelay=true")
public class GraphPageBenchmark {

    private static final String CALENDAR = "anna";

    private final ServedPage page;
    private final byte[] json;
    private final Door microsoft;
    private final GraphServiceClient graph = new GraphServiceClient(new AnonymousAuthenticationProvider());
    private final JsonParseNodeFactory nodes = new JsonParseNodeFactory();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper jackson = new ObjectMapper();
    private final AccessToken token = new AccessToken("bearer", Duration.ofMinutes(30));
    private final CalendarId calendar = new CalendarId(CALENDAR);
    private final PageRequest everything = new PageRequest(new Origin.Everything(TypicalCalendar.WINDOW), null);
    private final HttpRequest get;

    public GraphPageBenchmark() {
        try {
            page = ServedPage.ofGraphs();
            json = ServedPage.unpacked(page.packed());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the page cannot be served", e);
        }
        var root = page.origin() + "/v1.0";
        microsoft = Door.toMicrosoft(root, ServedPage.GRAPHS, InstantSource.fixed(TypicalCalendar.MORNING));
        graph.getRequestAdapter().setBaseUrl(root);
        get = HttpRequest.newBuilder(URI.create(page.origin()))
                .header("Accept-Encoding", "gzip")
                .build();
    }

    @TearDown
    public void close() {
        microsoft.close();
        client.shutdownNow();
        page.close();
    }

    @Benchmark
    public DeltaGetResponse sdk() {
        return whole(nodes.getParseNode("application/json", new ByteArrayInputStream(json))
                .getObjectValue(DeltaGetResponse::createFromDiscriminatorValue));
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
    public JsonElement tree() {
        return JsonParser.parseReader(new InputStreamReader(new ByteArrayInputStream(json), StandardCharsets.UTF_8));
    }

    @Benchmark
    public Page fetched() throws InterruptedException {
        return Walk.page(microsoft.calendars().fetch(token, calendar, everything));
    }

    @Benchmark
    public DeltaGetResponse sdkFetched() {
        return whole(Objects.requireNonNull(graph.me()
                .calendars()
                .byCalendarId(CALENDAR)
                .calendarView()
                .delta()
                .get(view -> {
                    view.queryParameters.startDateTime =
                            TypicalCalendar.WINDOW.from().toString();
                    view.queryParameters.endDateTime =
                            TypicalCalendar.WINDOW.to().toString();
                })));
    }

    @Benchmark
    public byte[] bareGet() throws IOException, InterruptedException {
        return ServedPage.unpacked(client.send(get, BodyHandlers.ofByteArray()).body());
    }

    private static DeltaGetResponse whole(DeltaGetResponse response) {
        var rows = response.getValue();
        if (rows == null || rows.size() != ServedPage.GRAPHS) {
            throw new IllegalStateException("expected a page of " + ServedPage.GRAPHS + " rows");
        }
        return response;
    }
}
