package io.kalends.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

import io.kalends.simulator.http.Answer;
import io.kalends.simulator.http.Delivery;
import io.kalends.simulator.http.HttpDoor;
import io.kalends.simulator.http.Request;
import io.kalends.simulator.script.FaultyExchange;
import io.kalends.simulator.script.Provider;
import io.kalends.simulator.traffic.RequestLog;

/// Takes every request to where it belongs, and writes down those a provider got.
final class Reception implements HttpDoor.Handler {
    private static final int WORTH_ZIPPING = 512;

    private final HttpDoor.Handler control;
    private final Provider google;
    private final FaultyExchange exchange;
    private final RequestLog log;

    Reception(HttpDoor.Handler control, Provider google, FaultyExchange exchange, RequestLog log) {
        this.control = control;
        this.google = google;
        this.exchange = exchange;
        this.log = log;
    }

    @Override
    public Answer answer(Request request) throws InterruptedException {
        if (request.path().startsWith("/control")) {
            return control.answer(request);
        }
        var call = google.read(request);
        if (call == null) {
            return Answer.empty(404);
        }
        var outcome = exchange.run(call, request);
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
