package io.kalends.worker.persistence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import io.kalends.core.provider.Change;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.store.Applied;
import io.kalends.core.store.Batch;
import io.kalends.core.store.Claim.Claimed;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.RunEnd.DeferReason;
import io.kalends.core.store.RunStats;
import io.kalends.core.store.Walk;

/// A provider whose events come and go, and a worker that reads it, is overtaken, breaks off and begins again, all by
/// chance from one seed.
final class History {

    private static final int EVENTS = 12;
    private static final int PAGE = 3;

    private final Actor actor;
    private final Random random;
    private final Map<String, String> provider = new HashMap<>();
    private final TreeSet<String> changed = new TreeSet<>();
    private Claimed claim;
    private @Nullable Claimed overtaken;
    private long generation;

    History(Actor actor, long seed) {
        this.actor = actor;
        this.random = new Random(seed);
        this.claim = actor.listed();
    }

    /// Title by id, as the provider has them.
    Map<String, String> provider() {
        return provider;
    }

    void step() {
        change();
        switch (random.nextInt(8)) {
            case 0 -> claimAnew();
            case 1 -> full(random.nextInt(6));
            case 2, 3, 4 -> delta();
            case 5 -> late();
            case 6 -> {
                actor.store().finish(claim, new RunEnd.Deferred(DeferReason.NEXT_SLICE, Duration.ZERO), RunStats.NONE);
                claimAnew();
            }
            default -> {
                actor.complete(claim);
                claimAnew();
            }
        }
    }

    /// Reads everything to its end.
    void settle() {
        claimAnew();
        full(Integer.MAX_VALUE);
        actor.complete(claim);
    }

    private void claimAnew() {
        overtaken = claim;
        claim = actor.claim();
    }

    private void change() {
        for (int i = random.nextInt(4); i > 0; i--) {
            var id = "event-" + random.nextInt(EVENTS);
            changed.add(id);
            if (random.nextInt(3) == 0) {
                provider.remove(id);
            } else {
                provider.put(id, "Title " + random.nextInt(5));
            }
        }
    }

    /// At most `steps` pages and sweeps of a full walk in a new generation.
    private void full(int steps) {
        generation++;
        var ids = new ArrayList<>(provider.keySet());
        var sweep = new Walk.Sweeping(Actor.EVERYTHING, generation, "cursor", false);
        var pages = ids.size() / PAGE + 1;
        for (int page = 0; page < pages; page++) {
            if (page >= steps) {
                return;
            }
            var read = new Walk.Reading(Actor.EVERYTHING, generation, page == 0 ? null : "page-" + page, page, false);
            var next = new Walk.Reading(Actor.EVERYTHING, generation, "page-" + (page + 1), page + 1, false);
            var from = page * PAGE;
            var shown = changes(ids.subList(from, Math.min(ids.size(), from + PAGE)));
            actor.store().apply(claim, Actor.MAIN, read, Batch.of(shown), page + 1 == pages ? sweep : next, null);
        }
        for (int i = pages; i < steps; i++) {
            if (actor.sweepOnce(claim, Actor.MAIN, sweep, PAGE) instanceof Applied.Committed done && done.complete()) {
                return;
            }
        }
    }

    private void delta() {
        var read = new Walk.Reading(new Origin.Since("cursor", Actor.WINDOW), 0, null, 0, false);
        actor.store().apply(claim, Actor.MAIN, read, Batch.of(changes(List.copyOf(changed))), null, "cursor");
        changed.clear();
    }

    /// What a worker does that does not know it was overtaken.
    private void late() {
        if (overtaken != null) {
            actor.delta(overtaken, Actor.MAIN, "ghost", Actor.put("event-1", "Ghost"), Actor.gone("event-2"));
            actor.complete(overtaken);
        }
    }

    private List<Change.Definite> changes(List<String> ids) {
        return ids.stream().map(this::change).toList();
    }

    private Change.Definite change(String id) {
        var title = provider.get(id);
        return title == null ? Actor.gone(id) : Actor.put(id, title);
    }
}
