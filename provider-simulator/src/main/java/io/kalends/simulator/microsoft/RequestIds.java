package io.kalends.simulator.microsoft;

import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import io.kalends.simulator.http.Request;
import io.kalends.simulator.world.SeededIds;

/// The ids by which Microsoft's support would find a request again.
final class RequestIds {
    private final SeededIds ids;
    private final AtomicLong given = new AtomicLong();

    RequestIds(SeededIds ids) {
        this.ids = ids;
    }

    String next() {
        var number = given.incrementAndGet();
        return new UUID(ids.number("request", number), ids.number("request", -number))
                .toString()
                .toLowerCase(Locale.ROOT);
    }

    /// The client's own id of a request, else `own`.
    static String ofClient(Request request, String own) {
        var told = request.header("client-request-id");
        return told == null ? own : told;
    }
}
