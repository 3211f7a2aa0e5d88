package io.kalends.worker.microsoft;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import okhttp3.Interceptor;
import okhttp3.Response;

/// Lets only so many calls be under way at a time: few for one mailbox, for Graph counts them, and a set number in all.
/// Whoever has to wait does so for part of the call's deadline, so that a call that is made has time left.
///
/// A mailbox is known by the bearer, which is kept only while one of its calls is here.
///
/// @see <a href="https://learn.microsoft.com/en-us/graph/throttling-limits">Microsoft Graph: Outlook limits</a>
final class CallGate implements Interceptor {

    private static final class Mailbox {
        private final Semaphore places;
        private int calls;

        private Mailbox(int places) {
            this.places = new Semaphore(places);
        }
    }

    private final ConcurrentMap<String, Mailbox> mailboxes = new ConcurrentHashMap<>();
    private final Semaphore all;
    private final int perMailbox;
    private final Duration patience;
    private final LongSupplier nanoTime;

    /// @param patience longest wait
    /// @param nanoTime monotonic time
    CallGate(int perMailbox, int inAll, Duration patience, LongSupplier nanoTime) {
        this.perMailbox = perMailbox;
        this.all = new Semaphore(inAll);
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        var key = String.valueOf(chain.request().header("Authorization"));
        var until = nanoTime.getAsLong() + patience.toNanos();
        var mailbox = enter(key);
        try {
            pass(mailbox.places, until);
            try {
                pass(all, until);
                try {
                    return chain.proceed(chain.request());
                } finally {
                    all.release();
                }
            } finally {
                mailbox.places.release();
            }
        } finally {
            leave(key);
        }
    }

    private void pass(Semaphore places, long until) throws IOException {
        try {
            if (!places.tryAcquire(until - nanoTime.getAsLong(), TimeUnit.NANOSECONDS)) {
                throw new GateShutException();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the call was broken off");
        }
    }

    private Mailbox enter(String key) {
        return Objects.requireNonNull(mailboxes.compute(key, (_, known) -> {
            var mailbox = known == null ? new Mailbox(perMailbox) : known;
            mailbox.calls++;
            return mailbox;
        }));
    }

    private void leave(String key) {
        mailboxes.computeIfPresent(key, (_, mailbox) -> --mailbox.calls == 0 ? null : mailbox);
    }
}
