package io.kalends.worker.microsoft;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import com.microsoft.graph.core.requests.BaseGraphRequestAdapter;
import com.microsoft.graph.core.requests.GraphClientFactory;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.RequestAdapter;
import com.microsoft.kiota.RequestOption;
import com.microsoft.kiota.authentication.AnonymousAuthenticationProvider;
import com.microsoft.kiota.http.middleware.options.RedirectHandlerOption;
import com.microsoft.kiota.http.middleware.options.RetryHandlerOption;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

import io.kalends.worker.http.Origin;

/// Microsoft's client for Graph, one for all accounts, rid of what it does behind our back: it repeats no call, follows
/// no redirect and adds no token, and one deadline covers the whole of a call.
final class GraphClient implements AutoCloseable {

    private static final int IDLE_CONNECTIONS = 64;

    private final OkHttpClient http;
    private final RequestAdapter adapter;
    private final GraphServiceClient graph;

    /// @param nanoTime monotonic time
    GraphClient(MicrosoftSettings settings, LongSupplier nanoTime) {
        var deadline = settings.deadline();
        http = GraphClientFactory.create(
                        new RequestOption[] {new RetryHandlerOption(null, 0, 0), new RedirectHandlerOption(0, null)})
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 1, TimeUnit.MINUTES))
                .callTimeout(deadline)
                .connectTimeout(deadline)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .addInterceptor(
                        new CallGate(settings.mailboxCalls(), settings.calls(), deadline.dividedBy(2), nanoTime))
                .addInterceptor(new AnswerGuard(Origin.of(settings.root()), settings.limits()))
                .build();
        adapter = new BaseGraphRequestAdapter(
                new AnonymousAuthenticationProvider(),
                new GraphJson(),
                null,
                http,
                null,
                settings.root().toString());
        graph = new GraphServiceClient(adapter);
    }

    /// Builds requests.
    GraphServiceClient graph() {
        return graph;
    }

    /// Sends them.
    RequestAdapter adapter() {
        return adapter;
    }

    @Override
    public void close() {
        http.dispatcher().cancelAll();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
