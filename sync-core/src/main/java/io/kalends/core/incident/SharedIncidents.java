package io.kalends.core.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.Provider;
import io.kalends.core.incident.IncidentBoard.Sight;
import io.kalends.core.incident.Standing.Open;
import io.kalends.core.incident.Standing.Recovering;

/// Incidents that all workers share over a board. Each looks at it at most once a second, and lets it tell the time.
///
/// A run that fails in the way of an incident that is not over is held up, and does not count against its connection:
/// neither a probe nor one that was under way when it began.
public final class SharedIncidents implements Incidents {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final IncidentBoard board;
    private final Symptoms symptoms;
    private final IncidentRules rules;
    private final Supplier<UUID> ids;
    private final LongSupplier nanoTime;

    private final Probes probes = new Probes();

    private @Nullable Sight seen;
    private long seenAt;

    /// @param nanoTime monotonic time
    public SharedIncidents(
            IncidentBoard board, Symptoms symptoms, IncidentRules rules, Supplier<UUID> ids, LongSupplier nanoTime) {
        this.board = board;
        this.symptoms = symptoms;
        this.rules = rules;
        this.ids = ids;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized Passage enter(ConnectionKey key, Door door, boolean awaited) {
        Passage passage = new Passage.Free();
        for (var incident : at(key.provider(), door)) {
            var through = through(incident, key, awaited);
            if (!(passage instanceof Passage.Probe) && !(through instanceof Passage.Free)) {
                passage = through;
            }
        }
        return passage;
    }

    /// A probe of one incident is not held up by another at the same door, or none might ever get through.
    private Passage through(Incident incident, ConnectionKey key, boolean awaited) {
        var passage = rules.passage(incident, now(), awaited);
        return switch (passage) {
            case Passage.Free _ -> {
                closeIfOver(incident);
                yield passage;
            }
            case Passage.Held _ -> passage;
            case Passage.Probe _ -> probe(incident, key) ? passage : rules.held(incident.kind());
        };
    }

    @Override
    public synchronized void worked(ConnectionKey key, Door door) {
        symptoms.worked(key, door);
        for (var incident : at(key.provider(), door)) {
            if (incident.standing() instanceof Open && probes.passed(incident, key)) {
                recover(incident);
            }
        }
    }

    @Override
    public synchronized Passage.@Nullable Held failed(ConnectionKey key, IncidentKind kind, String message) {
        probes.failed(key);
        var many = kind.everybodys() || symptoms.failed(key, kind);
        var known = known(key.provider(), kind);
        if (known != null && known.standing() instanceof Open) {
            return rules.held(kind);
        }
        if (!many) {
            return known == null || known.closed() ? null : rules.held(kind);
        }
        if (put(known, opened(known, key.provider(), kind, message))) {
            symptoms.forget(key.provider(), kind);
        }
        return rules.held(kind);
    }

    @Override
    public synchronized boolean calm(Provider provider) {
        return look().incidents().stream().allMatch(incident -> incident.provider() != provider || incident.closed());
    }

    /// Closes what has recovered, also where no run passes any more. To be called now and then.
    public synchronized void settle() {
        look().incidents().forEach(this::closeIfOver);
    }

    private void closeIfOver(Incident incident) {
        if (incident.standing() instanceof Recovering recovering && rules.over(recovering, now())) {
            put(incident, incident.now(new Standing.Closed(now())));
        }
    }

    /// Also when somebody has changed it meanwhile, such as by another probe: what came through did.
    private void recover(Incident incident) {
        @Nullable Incident open = incident;
        while (open != null && open.standing() instanceof Open) {
            if (put(open, open.now(rules.recovering(now())))) {
                symptoms.forget(open.provider(), open.kind());
                return;
            }
            open = known(open.provider(), open.kind());
        }
    }

    private boolean probe(Incident incident, ConnectionKey key) {
        var leased = incident.standing() instanceof Open open && put(incident, incident.now(rules.probed(open, now())));
        if (leased) {
            probes.sent(incident, key);
        }
        return leased;
    }

    /// One that falls back while it recovers is still the same.
    private Incident opened(@Nullable Incident known, Provider provider, IncidentKind kind, String message) {
        var now = now();
        if (known != null && !known.closed()) {
            return known.now(rules.opened(now));
        }
        var version = known == null ? 1 : known.version() + 1;
        return new Incident(provider, kind, ids.get(), rules.opened(now), now, message, version);
    }

    private List<Incident> at(Provider provider, Door door) {
        return look().incidents().stream()
                .filter(incident ->
                        incident.provider() == provider && incident.kind().door() == door)
                .toList();
    }

    private @Nullable Incident known(Provider provider, IncidentKind kind) {
        return look().incidents().stream()
                .filter(incident -> incident.provider() == provider && incident.kind() == kind)
                .findFirst()
                .orElse(null);
    }

    private boolean put(@Nullable Incident before, Incident after) {
        seen = null;
        return board.replace(before, after);
    }

    private Sight look() {
        var last = seen;
        if (last == null || nanoTime.getAsLong() - seenAt >= LOOK_AGAIN.toNanos()) {
            last = board.look();
            seen = last;
            seenAt = nanoTime.getAsLong();
        }
        return last;
    }

    private Instant now() {
        return look().now().plusNanos(nanoTime.getAsLong() - seenAt);
    }
}
