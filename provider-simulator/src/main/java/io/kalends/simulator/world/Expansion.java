package io.kalends.simulator.world;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.world.StoredEvent.Deviation;

/// Works out the entries of events: the instances of a series, those that differ, and those that are gone.
///
/// @param zone    of the calendar; decides when all-day events begin
/// @param horizon endless series are followed up to here
public record Expansion(ZoneId zone, Instant horizon) {
    private static final DateTimeFormatter TIMED = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

    /// The event itself: a single event, or the series as such.
    public Entry self(StoredEvent event) {
        var earlier = event.eras().stream().map(StoredEvent.Era::span).toList();
        return new Entry(
                event.id(),
                null,
                null,
                event.recurrence(),
                event.span(),
                event.details(),
                event.cancelled(),
                event.created(),
                event.updated(),
                event.masterRevision(),
                event.sequence(),
                earlier);
    }

    /// The instances of a series as it is, those called off included; of a single event the event itself.
    ///
    /// @param before instances that would start at or after this are not worked out; null for the horizon
    public List<Entry> instances(StoredEvent event, @Nullable Instant before) {
        var rule = event.recurrence();
        if (rule == null) {
            return List.of(self(event));
        }
        var entries = new ArrayList<Entry>();
        var seen = new HashSet<String>();
        occurrences(event.span(), rule, before).forEach(span -> {
            var key = key(span);
            seen.add(key);
            entries.add(instance(event, span, key));
        });
        event.exceptions().forEach((key, deviation) -> {
            if (!seen.contains(key)) {
                entries.add(deviating(event, deviation, key));
            }
        });
        return entries;
    }

    /// The instances a series had after `revision` that neither its rule nor an exception knows any more, as cancelled
    /// entries.
    public List<Entry> gone(StoredEvent event, long revision) {
        if (event.recurrence() == null) {
            return List.of();
        }
        var before = new LinkedHashMap<String, Span>();
        event.eras().stream()
                .filter(era -> era.until() > revision)
                .forEach(era -> collect(era.span(), era.recurrence(), before));
        present(event).forEach(before::remove);
        event.exceptions().keySet().forEach(before::remove);
        return before.entrySet().stream()
                .map(lost -> cancelled(event, lost.getValue(), lost.getKey()))
                .toList();
    }

    /// The instances that differ from their series, called off ones included.
    public Stream<Entry> deviations(StoredEvent event) {
        return event.exceptions().entrySet().stream()
                .map(exception -> deviating(event, exception.getValue(), exception.getKey()));
    }

    /// Those of [#deviations] that were changed themselves after `revision`.
    public Stream<Entry> deviations(StoredEvent event, long revision) {
        return event.exceptions().entrySet().stream()
                .filter(exception -> exception.getValue().revision() > revision)
                .map(exception -> deviating(event, exception.getValue(), exception.getKey()));
    }

    /// How instance ids write the original start.
    public static String key(Span span) {
        return switch (span) {
            case Span.Timed timed -> TIMED.format(timed.start().atOffset(ZoneOffset.UTC));
            case Span.AllDay days -> DateTimeFormatter.BASIC_ISO_DATE.format(days.start());
        };
    }

    /// Where the rule puts the instance `key` of a series, or null if it puts none there.
    public @Nullable Span original(StoredEvent event, String key) {
        var exception = event.exceptions().get(key);
        if (exception != null) {
            return exception.original();
        }
        return placed(event.span(), event.recurrence(), key);
    }

    /// Where a rule puts the instance `key` of a series that begins with `first`, or null if it puts none there.
    @Nullable
    Span placed(Span first, @Nullable Recurrence rule, String key) {
        return rule == null
                ? null
                : occurrences(first, rule, null)
                        .filter(span -> key(span).equals(key))
                        .findFirst()
                        .orElse(null);
    }

    private void collect(Span first, @Nullable Recurrence rule, Map<String, Span> into) {
        if (rule != null) {
            occurrences(first, rule, null).forEach(span -> into.put(key(span), span));
        }
    }

    private Set<String> present(StoredEvent event) {
        var present = new LinkedHashMap<String, Span>();
        collect(event.span(), event.recurrence(), present);
        return present.keySet();
    }

    private Stream<Span> occurrences(Span first, Recurrence rule, @Nullable Instant before) {
        var end = before == null || before.isAfter(horizon) ? horizon : before;
        return rule.occurrences(first).takeWhile(span -> span.startIn(zone).isBefore(end));
    }

    private Entry instance(StoredEvent event, Span span, String key) {
        var exception = event.exceptions().get(key);
        if (exception != null) {
            return deviating(event, exception, key);
        }
        return new Entry(
                event.id() + "_" + key,
                event.id(),
                span,
                null,
                span,
                event.details(),
                event.cancelled(),
                event.created(),
                event.updated(),
                event.masterRevision(),
                event.sequence(),
                List.of());
    }

    private static Entry deviating(StoredEvent event, Deviation deviation, String key) {
        var own = deviation.revision() > event.masterRevision();
        return new Entry(
                event.id() + "_" + key,
                event.id(),
                deviation.original(),
                null,
                deviation.span(),
                deviation.details(),
                deviation.cancelled() || event.cancelled(),
                event.created(),
                own ? deviation.updated() : event.updated(),
                Math.max(deviation.revision(), event.masterRevision()),
                event.sequence(),
                deviation.earlier());
    }

    private static Entry cancelled(StoredEvent event, Span span, String key) {
        return new Entry(
                event.id() + "_" + key,
                event.id(),
                span,
                null,
                span,
                event.details(),
                true,
                event.created(),
                event.updated(),
                event.masterRevision(),
                event.sequence(),
                List.of());
    }
}
