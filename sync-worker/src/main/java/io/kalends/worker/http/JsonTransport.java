package io.kalends.worker.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;

/// Carries Google's client over the JDK's: pooled connections, no redirects, no retries, one origin.
///
/// A call either returns a complete answer within the deadline, its body inflated and one whole JSON object, or
/// throws: [HttpTimeoutException] past the deadline, [UnreadableAnswerException] for an answer that cannot be
/// used, [InterruptedIOException] when the calling thread was interrupted, any other [IOException] when there
/// was no answer. An answer that reports a failure comes without a body when that is not JSON.
public final class JsonTransport extends HttpTransport {

    private final Origin origin;
    private final CallLimits limits;
    private final HttpClient client;

    /// @param origin the only one that is ever called
    public JsonTransport(Origin origin, CallLimits limits) {
        this.origin = origin;
        this.limits = limits;
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limits.deadline())
                .build();
    }

    /// @throws IllegalStateException when `url` is not of the origin this transport is for
    @Override
    protected LowLevelHttpRequest buildRequest(String method, String url) {
        var address = URI.create(url);
        var asked = Origin.of(address);
        if (!asked.equals(origin)) {
            throw new IllegalStateException("a call to " + asked + " was refused: only " + origin + " may be called");
        }
        return new JsonRequest(method, address, this::call);
    }

    @Override
    public boolean supportsMethod(String method) {
        return true;
    }

    @Override
    public void shutdown() {
        client.shutdownNow();
    }

    private JsonAnswer call(HttpRequest request) throws IOException {
        var answer = whole(request);
        var headers = answer.headers();
        var body = new JsonBody(
                headers.firstValue("Content-Type").orElse(null),
                headers.firstValue("Content-Encoding").orElse(null),
                answer.body());
        return new JsonAnswer(
                answer.statusCode(),
                body.json(answer.statusCode(), limits),
                headers.firstValue("Retry-After").orElse(null));
    }

    private HttpResponse<byte[]> whole(HttpRequest request) throws IOException {
        var begun = new AtomicBoolean();
        BodyHandler<byte[]> capped = BodyHandlers.limiting(BodyHandlers.ofByteArray(), limits.bodyBytes());
        var coming = client.sendAsync(request, head -> {
            begun.set(true);
            return capped.apply(head);
        });
        try {
            return coming.get(limits.deadline().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            throw new HttpTimeoutException("no complete answer within " + limits.deadline());
        } catch (InterruptedException _) {
            throw new InterruptedIOException("the call was broken off");
        } catch (ExecutionException e) {
            throw begun.get()
                    ? JsonBody.cutOrTooLong(limits)
                    : new IOException("no answer: " + ProviderText.line(String.valueOf(e.getCause())));
        } finally {
            coming.cancel(true);
        }
    }
}
