package io.kalends.worker.microsoft;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import com.google.gson.JsonParseException;
import com.microsoft.kiota.ApiException;
import com.microsoft.kiota.RequestAdapter;
import com.microsoft.kiota.RequestInformation;
import com.microsoft.kiota.serialization.Parsable;
import com.microsoft.kiota.serialization.ParsableFactory;
import org.jspecify.annotations.Nullable;

import io.kalends.core.provider.Answer;
import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.provider.Answer.Refusal.Unavailable;
import io.kalends.core.provider.Answer.Refusal.Unavailable.Cause;
import io.kalends.core.token.AccessToken;
import io.kalends.worker.http.ProviderText;
import io.kalends.worker.http.RetryAfter;
import io.kalends.worker.http.UnreadableAnswerException;
import io.kalends.worker.http.UnusablePageException;

/// Makes one call to Graph and turns whatever comes of it into an [Answer].
final class GraphCall {

    /// Turns an answer into what was asked for.
    @FunctionalInterface
    interface Reader<T> {
        T read(GraphItem answer) throws UnusablePageException;
    }

    private static final Pattern SENDABLE = Pattern.compile("[!-~]+");
    private static final Map<String, ParsableFactory<? extends Parsable>> FAILURES = Map.of("XXX", GraphFailure::of);

    private final RequestAdapter adapter;
    private final Duration deadline;
    private final String preferences;
    private final InstantSource clock;
    private final Supplier<UUID> requestIds;

    /// @param requestIds a new one for each call, by which Microsoft's support finds it
    GraphCall(RequestAdapter adapter, MicrosoftSettings settings, InstantSource clock, Supplier<UUID> requestIds) {
        this.adapter = adapter;
        this.clock = clock;
        this.requestIds = requestIds;
        deadline = settings.deadline();
        preferences = "odata.maxpagesize=" + settings.pageSize() + ", outlook.timezone=\"UTC\", IdType=\"ImmutableId\"";
    }

    /// @param positioned true when `request` is a link of Graph's
    <T> Answer<T> make(RequestInformation request, AccessToken token, boolean positioned, Reader<T> reader)
            throws InterruptedException {
        if (!SENDABLE.matcher(token.secret()).matches()) {
            return Answer.refused(new Refusal.Unauthorized());
        }
        request.headers.add("Authorization", "Bearer " + token.secret());
        request.headers.add("Prefer", preferences);
        request.headers.add("Accept-Encoding", "gzip");
        request.headers.add("client-request-id", requestIds.get().toString());
        try {
            return answer(adapter.send(request, new HashMap<>(FAILURES), GraphItem::of), reader);
        } catch (ApiException e) {
            return Answer.refused(refusal(e, positioned));
        } catch (JsonParseException _) {
            return unavailable(Cause.UNREADABLE, "Microsoft's answer is not JSON");
        } catch (RuntimeException e) {
            if (e.getCause() instanceof IOException cause) {
                return Answer.refused(refusal(cause));
            }
            throw e;
        }
    }

    private static <T> Answer<T> answer(@Nullable GraphItem answer, Reader<T> reader) {
        if (answer == null) {
            return unavailable(Cause.UNREADABLE, "Microsoft's answer is empty");
        }
        try {
            return new Answer.Got<>(reader.read(answer));
        } catch (UnusablePageException e) {
            return unavailable(Cause.UNREADABLE, "Microsoft's answer cannot be used: " + e.getMessage());
        }
    }

    private Refusal refusal(ApiException failure, boolean positioned) {
        var waits = failure.getResponseHeaders().get("Retry-After");
        var wait = waits == null || waits.isEmpty() ? null : waits.iterator().next();
        return GraphErrors.refusal(
                failure.getResponseStatusCode(),
                failure instanceof GraphFailure told ? told.error() : null,
                RetryAfter.parse(wait, clock.instant()),
                positioned);
    }

    /// That too many of our own calls are under way says nothing against Microsoft: it counts as its throttling does.
    private Refusal refusal(IOException failure) throws InterruptedException {
        if (Thread.interrupted()) {
            throw (InterruptedException)
                    new InterruptedException("the call to Microsoft was broken off").initCause(failure);
        }
        if (failure instanceof GateShutException) {
            return new Refusal.Throttled(null, false);
        }
        if (failure instanceof InterruptedIOException) {
            return new Unavailable(Cause.TIMEOUT, "Microsoft sent no complete answer within " + deadline, null);
        }
        if (failure instanceof UnreadableAnswerException) {
            return new Unavailable(
                    Cause.UNREADABLE, "Microsoft's answer cannot be read: " + failure.getMessage(), null);
        }
        return new Unavailable(Cause.DOWN, "Microsoft gave no answer: " + ProviderText.line(failure.toString()), null);
    }

    private static <T> Answer<T> unavailable(Cause cause, String detail) {
        return Answer.refused(new Unavailable(cause, detail, null));
    }
}
