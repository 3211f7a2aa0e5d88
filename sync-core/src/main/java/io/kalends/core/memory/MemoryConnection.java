package io.kalends.core.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.store.RunStats;
import io.kalends.core.store.StoredCalendar;
import io.kalends.core.store.Walk;

/// Everything held of one connection. Guarded by the store's lock.
final class MemoryConnection {

    /// Everything held of one calendar.
    static final class Calendar {
        final CalendarId id;
        boolean selected;
        Origin.@Nullable Since since;

        @Nullable
        Walk walk;

        long generation;

        @Nullable
        Instant walkedAt;

        final Map<String, Held> events = new TreeMap<>();

        Calendar(CalendarId id) {
            this.id = id;
        }

        StoredCalendar stored() {
            return new StoredCalendar(id, since, walk, generation);
        }
    }

    ConnectionStatus status = ConnectionStatus.LINKED;
    long fence;
    long sequence;
    int failures;

    @Nullable
    Instant listedAt;

    @Nullable
    Instant runStartedAt;

    RunStats run = RunStats.NONE;

    @Nullable
    Success success;

    final Map<CalendarId, Calendar> calendars = new LinkedHashMap<>();
    final List<Emitted> emitted = new ArrayList<>();

    /// The last run that completed.
    record Success(Instant startedAt, RunStats stats) {}

    void emit(LongFunction<Emitted> record) {
        emitted.add(record.apply(++sequence));
    }

    /// Those to be worked on in this run.
    List<StoredCalendar> due() {
        return calendars.values().stream()
                .filter(calendar ->
                        calendar.walk instanceof Walk.Closing || (calendar.selected && !readInThisRun(calendar)))
                .map(Calendar::stored)
                .toList();
    }

    private boolean readInThisRun(Calendar calendar) {
        return calendar.walkedAt != null && runStartedAt != null && !calendar.walkedAt.isBefore(runStartedAt);
    }
}
