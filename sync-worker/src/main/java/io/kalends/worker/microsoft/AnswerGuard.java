package io.kalends.worker.microsoft;

import java.io.IOException;

import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;

import io.kalends.worker.http.CallLimits;
import io.kalends.worker.http.JsonBody;
import io.kalends.worker.http.Origin;
import io.kalends.worker.http.UnreadableAnswerException;

/// Stands between the client and the network: lets calls go to Graph only, and hands on only answers that are complete,
/// within the limits and one whole JSON object.
///
/// An answer that reports a failure comes without a body when that is not JSON. Of the headers only `Retry-After` is
/// handed on: the client fails on some that it cannot read, and sends a call again over another.
final class AnswerGuard implements Interceptor {

    private static final MediaType JSON = MediaType.get("application/json");

    private final Origin origin;
    private final CallLimits limits;

    /// @param origin the only one that is ever called
    AnswerGuard(Origin origin, CallLimits limits) {
        this.origin = origin;
        this.limits = limits;
    }

    /// @throws IllegalStateException when a call is to another origin
    @Override
    public Response intercept(Chain chain) throws IOException {
        var asked = Origin.of(chain.request().url().uri());
        if (!asked.equals(origin)) {
            throw new IllegalStateException("a call to " + asked + " was refused: only " + origin + " may be called");
        }
        try (var answer = chain.proceed(chain.request())) {
            var status = answer.code();
            if (status != 200 && status < 400) {
                throw new UnreadableAnswerException("it has status " + status + ", which nobody asked for");
            }
            var json = new JsonBody(
                            answer.header("Content-Type"), answer.header("Content-Encoding"), whole(chain, answer))
                    .json(status, limits);
            return answer.newBuilder()
                    .headers(kept(answer))
                    .body(ResponseBody.create(json, json.length == 0 ? null : JSON))
                    .build();
        }
    }

    /// A body that is given up is broken off: the client would otherwise read on for a while, to save the connection.
    private byte[] whole(Chain chain, Response answer) throws UnreadableAnswerException {
        var body = answer.body();
        try {
            return body == null ? new byte[0] : JsonBody.whole(body.byteStream(), limits);
        } catch (UnreadableAnswerException e) {
            chain.call().cancel();
            throw e;
        }
    }

    private static Headers kept(Response answer) {
        var retryAfter = answer.header("Retry-After");
        return retryAfter == null ? Headers.of() : Headers.of("Retry-After", retryAfter);
    }
}
