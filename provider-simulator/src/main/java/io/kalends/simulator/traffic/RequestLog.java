package io.kalends.simulator.traffic;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/// The requests so far. Only the last ones are kept; the counts by kind are of all.
public final class RequestLog {
    private static final Set<String> SECRETS = Set.of("refresh_token", "client_secret", "token", "code", "oauth_token");

    private final int kept;
    private final Deque<LoggedRequest> requests = new ArrayDeque<>();
    private final Map<RequestKind, Long> counts = new EnumMap<>(RequestKind.class);
    private long numbered;

    /// @param kept how many requests to remember
    public RequestLog(int kept) {
        this.kept = kept;
    }

    /// Writes one down; what the query keeps secret is left out.
    public synchronized void add(Call call, int status, long bytes, @Nullable String fault) {
        var query = new LinkedHashMap<>(call.query().flat());
        query.replaceAll((name, value) -> SECRETS.contains(name) ? "***" : value);
        if (requests.size() >= kept) {
            requests.removeFirst();
        }
        requests.add(new LoggedRequest(
                ++numbered,
                call.provider(),
                call.at(),
                call.method(),
                call.path(),
                call.kind(),
                call.user(),
                call.calendar(),
                query,
                status,
                bytes,
                fault));
        counts.merge(call.kind(), 1L, Long::sum);
    }

    /// All that are remembered, oldest first.
    public synchronized List<LoggedRequest> all() {
        return List.copyOf(requests);
    }

    public List<LoggedRequest> of(RequestKind kind) {
        return matching(request -> request.kind() == kind);
    }

    /// Those of one kind to one provider.
    public List<LoggedRequest> of(Vendor provider, RequestKind kind) {
        return matching(request -> request.provider() == provider && request.kind() == kind);
    }

    public List<LoggedRequest> matching(Predicate<LoggedRequest> wanted) {
        return all().stream().filter(wanted).toList();
    }

    /// How many there were since the start or the last clearing, remembered or not.
    public synchronized long count() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    public synchronized long count(RequestKind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /// How many of those remembered are `wanted`.
    public long count(Predicate<LoggedRequest> wanted) {
        return all().stream().filter(wanted).count();
    }

    public synchronized void clear() {
        requests.clear();
        counts.clear();
    }
}
