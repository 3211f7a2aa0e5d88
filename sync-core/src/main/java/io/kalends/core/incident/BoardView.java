package io.kalends.core.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.Provider;
import io.kalends.core.incident.IncidentBoard.Sight;

/// The board as one worker sees it: looked at no more than once a second unless the worker has changed it, and asked
/// for the time.
///
/// When an incident has begun or ended, whoever noticed, this worker begins to count its provider's symptoms anew.
final class BoardView {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final IncidentBoard board;
    private final Symptoms symptoms;
    private final LongSupplier nanoTime;
    private Sight seen = new Sight(Instant.EPOCH, List.of());
    private long seenAt;
    private boolean outdated = true;

    /// @param nanoTime monotonic time
    BoardView(IncidentBoard board, Symptoms symptoms, LongSupplier nanoTime) {
        this.board = board;
        this.symptoms = symptoms;
        this.nanoTime = nanoTime;
    }

    List<Incident> incidents() {
        return look().incidents();
    }

    List<Incident> at(Provider provider, Door door) {
        return incidents().stream()
                .filter(incident ->
                        incident.provider() == provider && incident.kind().door() == door)
                .toList();
    }

    /// The last one of its kind, null when there was none.
    @Nullable
    Incident known(Provider provider, IncidentKind kind) {
        return find(look(), provider, kind);
    }

    Instant now() {
        return look().now().plusNanos(nanoTime.getAsLong() - seenAt);
    }

    /// As [IncidentBoard#replace].
    boolean put(@Nullable Incident before, Incident after) {
        outdated = true;
        return board.replace(before, after);
    }

    private Sight look() {
        if (outdated || nanoTime.getAsLong() - seenAt >= LOOK_AGAIN.toNanos()) {
            var before = seen;
            seen = board.look();
            seenAt = nanoTime.getAsLong();
            outdated = false;
            seen.incidents().stream()
                    .filter(incident -> turned(find(before, incident.provider(), incident.kind()), incident))
                    .forEach(incident -> symptoms.forget(incident.provider()));
        }
        return seen;
    }

    private static boolean turned(@Nullable Incident before, Incident now) {
        return before == null || !Objects.equals(before.id(), now.id()) || before.closed() != now.closed();
    }

    private static @Nullable Incident find(Sight sight, Provider provider, IncidentKind kind) {
        return sight.incidents().stream()
                .filter(incident -> incident.provider() == provider && incident.kind() == kind)
                .findFirst()
                .orElse(null);
    }
}
