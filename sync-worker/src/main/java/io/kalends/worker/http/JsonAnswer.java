package io.kalends.worker.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

import com.google.api.client.http.LowLevelHttpResponse;
import org.jspecify.annotations.Nullable;

/// A whole answer, in the words of Google's client. Of the headers only `Retry-After` is passed on: that client fails
/// on some that it cannot read.
final class JsonAnswer extends LowLevelHttpResponse {

    private final int status;
    private final byte[] json;
    private final @Nullable String retryAfter;

    JsonAnswer(int status, byte[] json, @Nullable String retryAfter) {
        this.status = status;
        this.json = json;
        this.retryAfter = retryAfter;
    }

    @Override
    public int getStatusCode() {
        return status;
    }

    @Override
    public InputStream getContent() {
        return new ByteArrayInputStream(json);
    }

    @Override
    public long getContentLength() {
        return json.length;
    }

    @Override
    public @Nullable String getContentEncoding() {
        return null;
    }

    @Override
    public String getContentType() {
        return "application/json; charset=UTF-8";
    }

    @Override
    public String getStatusLine() {
        return "HTTP/1.1 " + status;
    }

    @Override
    public @Nullable String getReasonPhrase() {
        return null;
    }

    @Override
    public int getHeaderCount() {
        return retryAfter == null ? 0 : 1;
    }

    @Override
    public String getHeaderName(int index) {
        return "Retry-After";
    }

    @Override
    public @Nullable String getHeaderValue(int index) {
        return retryAfter;
    }
}
