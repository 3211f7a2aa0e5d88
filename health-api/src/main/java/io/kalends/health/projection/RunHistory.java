package io.kalends.health.projection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The newest runs of a connection, newest first, each sequence once.
public record RunHistory(List<Run> runs) {

    /// How many runs are remembered.
    public static final int LENGTH = 50;

    /// No run yet.
    public static final RunHistory EMPTY = new RunHistory(List.of());

    public RunHistory {
        runs = List.copyOf(runs);
    }

    RunHistory with(Run run) {
        if (runs.stream().anyMatch(known -> known.sequence() == run.sequence())) {
            return this;
        }
        var more = new ArrayList<>(runs);
        more.add(run);
        more.sort(Comparator.comparingLong(Run::sequence).reversed());
        return new RunHistory(more.subList(0, Math.min(LENGTH, more.size())));
    }

    RunHistory after(long sequence) {
        return new RunHistory(
                runs.stream().filter(run -> run.sequence() > sequence).toList());
    }
}
