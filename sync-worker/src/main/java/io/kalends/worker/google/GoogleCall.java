package io.kalends.worker.google;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpTimeoutException;
import java.time.InstantSource;
import java.util.regex.Pattern;

import com.google.api.client.http.HttpResponse;
import com.google.api.services.calendar.CalendarRequest;

import io.kalends.core.provider.Answer;
import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.provider.Answer.Refusal.Unavailable;
import io.kalends.core.provider.Answer.Refusal.Unavailable.Cause;
import io.kalends.core.token.AccessToken;
import io.kalends.worker.http.RetryAfter;
import io.kalends.worker.http.UnreadableAnswerException;
import io.kalends.worker.http.UnusablePageException;

/// Makes one call to the Calendar API and turns whatever comes of it into an [Answer].
final class GoogleCall {

    /// Turns the JSON of an answer into what was asked for.
    @FunctionalInterface
    interface Reader<T> {
        T read(byte[] json) throws UnusablePageException;
    }

    private static final Pattern SENDABLE = Pattern.compile("[!-~]+");

    private final InstantSource clock;

    GoogleCall(InstantSource clock) {
        this.clock = clock;
    }

    /// @param positioned true when `request` carries a sync or page token
    <T> Answer<T> make(CalendarRequest<?> request, AccessToken token, boolean positioned, Reader<T> reader)
            throws InterruptedException {
        if (!SENDABLE.matcher(token.secret()).matches()) {
            return Answer.refused(new Refusal.Unauthorized());
        }
        try {
            request.setDisableGZipContent(true);
            request.getRequestHeaders().setAuthorization("Bearer " + token.secret());
            var http = request.buildHttpRequest();
            http.setThrowExceptionOnExecuteError(false);
            return answer(http.execute(), positioned, reader);
        } catch (InterruptedIOException e) {
            throw (InterruptedException) new InterruptedException("the call to Google was broken off").initCause(e);
        } catch (HttpTimeoutException e) {
            return unavailable(Cause.TIMEOUT, "Google sent " + e.getMessage());
        } catch (UnreadableAnswerException e) {
            return unavailable(Cause.UNREADABLE, "Google's answer cannot be read: " + e.getMessage());
        } catch (IOException e) {
            return unavailable(Cause.DOWN, "Google gave " + e.getMessage());
        }
    }

    private <T> Answer<T> answer(HttpResponse response, boolean positioned, Reader<T> reader) throws IOException {
        var status = response.getStatusCode();
        byte[] json;
        try (var content = response.getContent()) {
            json = content == null ? new byte[0] : content.readAllBytes();
        }
        if (status != 200) {
            var retryAfter = RetryAfter.parse(response.getHeaders().getRetryAfter(), clock.instant());
            return Answer.refused(GoogleErrors.refusal(status, json, retryAfter, positioned));
        }
        try {
            return new Answer.Got<>(reader.read(json));
        } catch (UnusablePageException e) {
            return unavailable(Cause.UNREADABLE, "Google's answer cannot be used: " + e.getMessage());
        }
    }

    private static <T> Answer<T> unavailable(Cause cause, String detail) {
        return Answer.refused(new Unavailable(cause, detail, null));
    }
}
