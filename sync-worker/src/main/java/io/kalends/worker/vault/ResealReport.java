package io.kalends.worker.vault;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.kalends.worker.vault.Resealing.Done;
import io.kalends.worker.vault.WrappedKeys.Use;

/// Tells a person how resealing goes: a line per key and full percent, and what came of it.
final class ResealReport {

    private static final int NAMED = 20;

    private final PrintStream out;
    private final MasterKeyset master;
    private final Map<Long, Count> counts = new TreeMap<>();
    private final List<Done> unopened = new ArrayList<>();

    ResealReport(PrintStream out, MasterKeyset master) {
        this.out = out;
        this.master = master;
    }

    /// What there is to do.
    void begin(List<Use> uses) {
        older(uses).forEach((id, there) -> {
            counts.put(id, new Count(total(there)));
            out.println("key " + id + ": " + rows(there) + " to wrap with key " + master.primaryId());
        });
    }

    /// One row more.
    void on(Done done) {
        if (!done.opened()) {
            unopened.add(done);
        }
        var count = counts.computeIfAbsent(done.masterKeyId(), _ -> new Count(0));
        if (count.next()) {
            out.println("key " + done.masterKeyId() + ": " + count.done + " of " + count.all + " rows done");
        }
    }

    /// What there is now, and which keys can go.
    ///
    /// @return true when nothing is left under an older key
    boolean end(List<Use> uses) {
        unopened.stream()
                .limit(NAMED)
                .forEach(row -> out.println("not done: the row '" + row.id() + "' of "
                        + row.keys().table() + " does not open with key " + row.masterKeyId()
                        + ", which it names: it was altered, or moved there from elsewhere"));
        if (unopened.size() > NAMED) {
            out.println("not done: " + (unopened.size() - NAMED) + " more such rows");
        }
        var left = older(uses);
        left.forEach((id, there) -> out.println("key " + id + ": still wraps " + rows(there)
                + (unopened.isEmpty() ? ", written meanwhile by a worker that has another keyset" : "")));
        out.println("key " + master.primaryId() + ": the primary one" + (left.isEmpty() ? ", wraps everything" : ""));
        master.ids().stream()
                .filter(id -> id != master.primaryId() && !left.containsKey(id))
                .sorted()
                .forEach(id -> out.println("key " + id + ": no longer needed, can be taken out of the keyset once every"
                        + " worker has started with key " + master.primaryId() + " as the primary one"));
        return left.isEmpty();
    }

    private Map<Long, List<Use>> older(List<Use> uses) {
        return uses.stream()
                .filter(use -> use.masterKeyId() != master.primaryId())
                .collect(Collectors.groupingBy(Use::masterKeyId, TreeMap::new, Collectors.toList()));
    }

    private static long total(List<Use> uses) {
        return uses.stream().mapToLong(Use::rows).sum();
    }

    private static String rows(List<Use> uses) {
        return uses.stream().map(Use::toString).collect(Collectors.joining(" and "));
    }

    /// Rows of one key.
    private static final class Count {

        private long all;
        private long done;

        Count(long all) {
            this.all = all;
        }

        /// True when it is time to say so.
        boolean next() {
            var before = percent();
            done++;
            all = Math.max(all, done);
            return percent() != before;
        }

        private long percent() {
            return all == 0 ? 0 : done * 100 / all;
        }
    }
}
