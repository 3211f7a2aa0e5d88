package io.kalends.worker.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.kalends.schemas.v1.SyncMode;
import io.kalends.schemas.v1.SyncRequested;

import static java.util.Objects.requireNonNull;

/// A handler whose work the test holds and lets go, and which notes what must never happen.
final class GatedHandler implements RequestHandler {

    /// Every call that returned, in the order of returning.
    final List<List<SyncRequested>> calls = new CopyOnWriteArrayList<>();
    /// Users whose call has begun, in order.
    final List<String> begun = new CopyOnWriteArrayList<>();

    final List<String> violations = new CopyOnWriteArrayList<>();
    final AtomicInteger mostBulk = new AtomicInteger();
    private final AtomicInteger bulk = new AtomicInteger();
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();
    volatile Consumer<List<SyncRequested>> behaviour = _ -> {};

    /// Calls for `user` wait until [#open(String)].
    void hold(String user) {
        gates.put(user, new CountDownLatch(1));
    }

    void open(String user) {
        requireNonNull(gates.get(user), user).countDown();
    }

    @Override
    public void handle(List<SyncRequested> requests) throws InterruptedException {
        var user = requests.getFirst().getUserId();
        if (!busy.add(user)) {
            violations.add("two tasks of " + user);
        }
        boolean isBulk = requests.stream().anyMatch(request -> request.getMode() == SyncMode.FULL);
        mostBulk.accumulateAndGet(isBulk ? bulk.incrementAndGet() : 0, Math::max);
        try {
            begun.add(user);
            var gate = gates.get(user);
            if (gate != null) {
                gate.await();
            }
            behaviour.accept(requests);
            calls.add(requests);
        } finally {
            bulk.addAndGet(isBulk ? -1 : 0);
            busy.remove(user);
        }
    }

    /// Ids of requests of `user` in the order they were handled.
    List<String> handled(String user) {
        var ids = new ArrayList<String>();
        calls.stream()
                .filter(call -> call.getFirst().getUserId().equals(user))
                .forEach(call -> call.forEach(request -> ids.add(request.getRequestId())));
        return ids;
    }

    List<String> users() {
        return calls.stream().map(call -> call.getFirst().getUserId()).toList();
    }
}
