package io.kalends.simulator.microsoft;

import java.util.stream.Stream;

import io.kalends.simulator.world.Entry;
import io.kalends.simulator.world.Expansion;
import io.kalends.simulator.world.StoredEvent;
import io.kalends.simulator.world.Window;

/// An event of one of Graph's four types.
record Item(Entry entry, Type type) {
    /// What `type` says of an event.
    enum Type {
        SINGLE("singleInstance"),
        OCCURRENCE("occurrence"),
        EXCEPTION("exception"),
        MASTER("seriesMaster");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /// The event itself: a single one, or the series as such.
    static Item self(StoredEvent event, Expansion expansion) {
        return new Item(expansion.self(event), event.recurrence() == null ? Type.SINGLE : Type.MASTER);
    }

    /// What a listing of `window` has of a living event: the event if it is a single one, else the instances.
    static Stream<Item> in(Window window, StoredEvent event, Expansion expansion) {
        return expansion.instances(event, window.to()).stream()
                .filter(entry -> !entry.cancelled() && window.holds(entry.span(), expansion.zone()))
                .map(entry -> of(entry, event));
    }

    /// An entry of `event`.
    static Item of(Entry entry, StoredEvent event) {
        var original = entry.original();
        if (original == null) {
            return new Item(entry, event.recurrence() == null ? Type.SINGLE : Type.MASTER);
        }
        var differs = event.exceptions().containsKey(Expansion.key(original));
        return new Item(entry, differs ? Type.EXCEPTION : Type.OCCURRENCE);
    }
}
