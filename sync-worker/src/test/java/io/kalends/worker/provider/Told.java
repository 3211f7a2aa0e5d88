package io.kalends.worker.provider;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import io.kalends.core.memory.Emitted.EventChanged;
import io.kalends.core.memory.Emitted.EventChanged.What;

/// What was told of one event.
record Told(What what, String eventId) {

    static Told of(EventChanged change) {
        return new Told(change.what(), change.eventId());
    }

    static List<Told> upserted(String... eventIds) {
        return upserted(List.of(eventIds));
    }

    static List<Told> upserted(Collection<String> eventIds) {
        return all(What.UPSERTED, eventIds);
    }

    static List<Told> deleted(String... eventIds) {
        return deleted(List.of(eventIds));
    }

    static List<Told> deleted(Collection<String> eventIds) {
        return all(What.DELETED, eventIds);
    }

    static List<Told> left(String... eventIds) {
        return all(What.LEFT_WINDOW, List.of(eventIds));
    }

    static List<Told> both(List<Told> some, List<Told> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private static List<Told> all(What what, Collection<String> eventIds) {
        return eventIds.stream().map(id -> new Told(what, id)).toList();
    }
}
