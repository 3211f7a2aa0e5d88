package io.kalends.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

import io.kalends.simulator.http.Answer;
import io.kalends.simulator.http.Delivery;
import io.kalends.simulator.http.HttpDoor;
import io.kalends.simulator.http.Request;
import io.kalends.simulator.script.FaultScript;
import io.kalends.simulator.script.FaultyExchange;
import io.kalends.simulator.script.Provider;
import io.kalends.simulator.traffic.Call;
import io.kalends.simulator.traffic.RequestLog;

/// Takes every request to where it belongs, and writes down those a provider got.
final class Reception implements HttpDoor.Handler {
    private static final int WORTH_ZIPPING = 512;

    private final HttpDoor.Handler control;
    private final List<Provider> providers;
    private final FaultScript faults;
    private final RequestLog log;

    /// @param providers in the order in which they are asked whether a request is for them
    Reception(HttpDoor.Handler control, List<Provider> providers, FaultScript faults, RequestLog log) {
        this.control = control;
        this.providers = List.copyOf(providers);
        this.faults = faults;
        this.log = log;
    }

    @Override
    public Answer answer(Request request) throws InterruptedException {
        if (request.path().startsWith("/control")) {
            return control.answer(request);
        }
        for (var provider : providers) {
            var call = provider.read(request);
            if (call != null) {
                return answer(provider, call, request);
            }
        }
        return Answer.empty(404);
    }

    private Answer answer(Provider provider, Call call, Request request) throws InterruptedException {
        var outcome = new FaultyExchange(faults, provider).run(call, request);
        var answer = zipped(outcome.answer(), request);
        var sent = !(answer.delivery() instanceof Delivery.Silence || answer.delivery() instanceof Delivery.HangUp);
        log.add(call, sent ? answer.status() : 0, sent ? answer.length() : 0, outcome.fault());
        return answer;
    }

    private static Answer zipped(Answer answer, Request request) {
        var accepts = request.header("accept-encoding");
        var plain = answer.length() < WORTH_ZIPPING
                || answer.delivery() instanceof Delivery.Cut
                || answer.headers().containsKey("Content-Encoding");
        if (plain || accepts == null || !accepts.contains("gzip")) {
            return answer;
        }
        var bytes = new ByteArrayOutputStream(answer.length() / 4);
        try (var gzip = new QuickGzip(bytes)) {
            gzip.write(answer.body());
        } catch (IOException memoryNeverFails) {
            throw new UncheckedIOException(memoryNeverFails);
        }
        return answer.withBody(bytes.toByteArray()).with("Content-Encoding", "gzip");
    }

    /// Zips fast rather than well, since it shares a machine with what it tests.
    private static final class QuickGzip extends GZIPOutputStream {
        QuickGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
