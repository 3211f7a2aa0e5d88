package io.kalends.core.incident;

import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.Provider;
import io.kalends.core.incident.Standing.Open;
import io.kalends.core.incident.Standing.Recovering;

/// Incidents that all workers share over a board.
///
/// A run that fails in the way of an incident that is not over is held up, and does not count against its connection:
/// neither a probe nor one that was under way when it began.
public final class SharedIncidents implements Incidents {

    /// Where every run comes first, so that it probes for nothing that an earlier one of its connection was sent for.
    private static final Door FIRST = Door.API;

    private final BoardView board;
    private final Symptoms symptoms;
    private final IncidentRules rules;
    private final Supplier<UUID> ids;
    private final Probes probes = new Probes();
    private final Loners loners = new Loners();

    /// @param nanoTime monotonic time
    public SharedIncidents(
            IncidentBoard board, Symptoms symptoms, IncidentRules rules, Supplier<UUID> ids, LongSupplier nanoTime) {
        this.board = new BoardView(board, symptoms, nanoTime);
        this.symptoms = symptoms;
        this.rules = rules;
        this.ids = ids;
    }

    @Override
    public synchronized Passage enter(ConnectionKey key, Door door, boolean awaited) {
        if (door == FIRST) {
            probes.forget(key);
        }
        Passage passage = new Passage.Free();
        for (var incident : board.at(key.provider(), door)) {
            var through = through(incident, key, awaited);
            if (!(passage instanceof Passage.Probe) && !(through instanceof Passage.Free)) {
                passage = through;
            }
        }
        return passage;
    }

    /// A probe of one incident is not held up by another at the same door, or none might ever get through.
    private Passage through(Incident incident, ConnectionKey key, boolean awaited) {
        var passage = rules.passage(incident, board.now(), awaited);
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
        loners.worked(key, door);
        for (var incident : board.at(key.provider(), door)) {
            if (probes.passed(incident, key) && incident.standing() instanceof Open) {
                recover(incident);
            }
        }
    }

    @Override
    public synchronized Passage.@Nullable Held failed(ConnectionKey key, IncidentKind kind, String message) {
        probes.forget(key);
        var known = board.known(key.provider(), kind);
        if (known != null && known.standing() instanceof Open) {
            return rules.held(kind);
        }
        var over = known == null || known.closed();
        if (!everybodys(key, kind, !over)) {
            return over ? null : rules.held(kind);
        }
        board.put(known, opened(known, key.provider(), kind, message));
        return rules.held(kind);
    }

    /// Where one failure is enough, it is so only once for a connection until that has worked again: one that fails
    /// alone, whatever the others do, must not hold them up for ever.
    private boolean everybodys(ConnectionKey key, IncidentKind kind, boolean recovering) {
        var oneIsEnough = recovering || kind.everybodys();
        return (oneIsEnough && loners.first(key, kind)) || (!kind.everybodys() && symptoms.failed(key, kind));
    }

    @Override
    public synchronized boolean calm(Provider provider) {
        return board.incidents().stream().allMatch(incident -> incident.provider() != provider || incident.closed());
    }

    /// Closes what has recovered, also where no run passes any more. To be called now and then.
    public synchronized void settle() {
        board.incidents().forEach(this::closeIfOver);
    }

    private void closeIfOver(Incident incident) {
        if (incident.standing() instanceof Recovering recovering && rules.over(recovering, board.now())) {
            board.put(incident, incident.now(new Standing.Closed(board.now())));
        }
    }

    /// Also when somebody has changed it meanwhile, such as by another probe: what came through did.
    private void recover(Incident incident) {
        @Nullable Incident open = incident;
        while (open != null && open.standing() instanceof Open) {
            if (board.put(open, open.now(rules.recovering(board.now())))) {
                return;
            }
            open = board.known(open.provider(), open.kind());
        }
    }

    private boolean probe(Incident incident, ConnectionKey key) {
        var leased = incident.standing() instanceof Open open
                && board.put(incident, incident.now(rules.probed(open, board.now())));
        if (leased) {
            probes.sent(incident, key);
        }
        return leased;
    }

    /// One that falls back while it recovers is still the same.
    private Incident opened(@Nullable Incident known, Provider provider, IncidentKind kind, String message) {
        var now = board.now();
        if (known != null && !known.closed()) {
            return known.now(rules.opened(now));
        }
        var version = known == null ? 1 : known.version() + 1;
        return new Incident(provider, kind, ids.get(), rules.opened(now), now, message, version);
    }
}
