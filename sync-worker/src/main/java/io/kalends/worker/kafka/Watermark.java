package io.kalends.worker.kafka;

import java.util.LinkedHashSet;
import java.util.OptionalLong;

/// How far one assignment of a partition may be committed: up to its smallest unfinished offset, else up to the
/// consumer's position. Works on offsets that were received, because compaction and transaction markers leave
/// gaps.
final class Watermark {

    private static final long NONE = -1;

    private final LinkedHashSet<Long> unfinished = new LinkedHashSet<>();
    private long highest = NONE;
    private long position = NONE;

    /// Whether `offset` is beyond everything received so far; a consumer that was set back delivers smaller
    /// ones.
    boolean expects(long offset) {
        return offset > highest && offset >= position;
    }

    void received(long offset) {
        if (!expects(offset)) {
            throw new IllegalArgumentException("offset " + offset + " came after " + Math.max(highest, position - 1));
        }
        unfinished.add(offset);
        highest = offset;
    }

    /// The offset the consumer reads next, as it says itself after everything before it was [#received(long)].
    void position(long next) {
        if (next > highest && next >= position) {
            position = next;
        }
    }

    /// False when `offset` was not waited for.
    boolean finished(long offset) {
        return unfinished.remove(offset);
    }

    boolean isUnfinished(long offset) {
        return unfinished.contains(offset);
    }

    /// Nothing until something is known.
    OptionalLong committable() {
        if (!unfinished.isEmpty()) {
            return OptionalLong.of(unfinished.getFirst());
        }
        return position == NONE ? OptionalLong.empty() : OptionalLong.of(position);
    }

    int inFlight() {
        return unfinished.size();
    }

    /// Offsets between the watermark and the newest record; 0 when all is finished.
    long lag() {
        return unfinished.isEmpty() ? 0 : highest - unfinished.getFirst();
    }
}
