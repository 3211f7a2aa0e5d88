package io.kalends.simulator.paging;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.script.PageTwist;
import io.kalends.simulator.script.Twists;

/// Cuts a listing into pages, the right ones or twisted ones.
///
/// Items are ordered by key and a page token names the last key given, so the listing may change in the middle
/// of a round: what was given is not given again, and what changed comes with the next round.
public final class Paging {
    private static final int REPEATED = 3;

    private Paging() {}

    /// @param next the page token's position, null on the last page
    /// @param last whether what leads to the next round is due
    public record Slice<T>(List<T> items, Cursors.@Nullable Page next, boolean last) {}

    /// The page at `position` of a listing.
    ///
    /// @param sorted in the order of their keys
    public static <T> Slice<T> cut(
            List<T> sorted, Function<T, String> key, Cursors.Page position, int size, Twists twists) {
        if (twists.has(PageTwist.EMPTY_FIRST) && position.number() % 2 == 0) {
            return new Slice<>(List.of(), at(position, position.after()), false);
        }
        var from = twists.has(PageTwist.SAME_PAGE) ? 0 : after(sorted, key, position.after());
        var begin = twists.has(PageTwist.DUPLICATES) ? Math.max(0, from - REPEATED) : from;
        var end = Math.min(sorted.size(), from + size);
        var items = new ArrayList<>(sorted.subList(begin, end));
        if (twists.has(PageTwist.SHUFFLED)) {
            Collections.shuffle(items, new Random(position.revision()));
        }
        if (twists.has(PageTwist.SAME_PAGE)) {
            var again = new Cursors.Page(
                    position.scope(), position.generation(), position.revision(), position.shape(), "", 1);
            return new Slice<>(items, again, false);
        }
        if (end < sorted.size()) {
            return new Slice<>(items, at(position, key.apply(sorted.get(end - 1))), false);
        }
        if (twists.has(PageTwist.ENDLESS)) {
            var reached = end == 0 ? position.after() : key.apply(sorted.get(end - 1));
            return new Slice<>(items, at(position, reached), false);
        }
        return new Slice<>(items, null, !twists.has(PageTwist.NO_SYNC_TOKEN));
    }

    private static Cursors.Page at(Cursors.Page position, String after) {
        return new Cursors.Page(
                position.scope(),
                position.generation(),
                position.revision(),
                position.shape(),
                after,
                position.number() + 1);
    }

    private static <T> int after(List<T> sorted, Function<T, String> key, String after) {
        var index = 0;
        while (index < sorted.size()
                && !after.isEmpty()
                && key.apply(sorted.get(index)).compareTo(after) <= 0) {
            index++;
        }
        return index;
    }
}
