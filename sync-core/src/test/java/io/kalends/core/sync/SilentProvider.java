package io.kalends.core.sync;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.EventWindow;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.provider.Answer;
import io.kalends.core.provider.CalendarList;
import io.kalends.core.provider.CalendarProvider;
import io.kalends.core.provider.Change;
import io.kalends.core.provider.Instances;
import io.kalends.core.provider.ListRequest;
import io.kalends.core.provider.Lookup;
import io.kalends.core.provider.Page;
import io.kalends.core.provider.PageRequest;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.token.AccessToken;

/// A provider with meetings that come, change and go by chance, which tells as little of it as providers do:
/// rows in any order, over many pages and more than once, series by their master alone, nothing of an
/// instance that is no more. And sometimes it does not answer.
final class SilentProvider implements CalendarProvider {

    private static final int IDS = 5;
    private static final int INSTANCES = 4;
    private static final int PAGE = 3;

    /// A series' title, and its instances by number: a title of their own or, when that is empty, the series'.
    private record Series(String title, Map<Integer, String> instances, Set<Integer> movedAway) {}

    private final Random random;
    private final Map<String, String> singles = new TreeMap<>();
    private final Set<String> movedAway = new LinkedHashSet<>();
    private final Map<String, Series> series = new TreeMap<>();

    /// Ids something happened to, in order; a cursor is a place among them.
    private final List<String> log = new ArrayList<>();

    /// Where in the log a series last began: whoever asks from before that place is shown all of it.
    private final Map<String, Integer> begun = new HashMap<>();

    private final Map<String, List<Change>> rounds = new HashMap<>();
    private boolean failing;

    SilentProvider(Random random) {
        this.random = random;
    }

    void failing(boolean sometimes) {
        failing = sometimes;
    }

    /// Title by id of everything in the window.
    Map<String, String> meetings() {
        var meetings = new TreeMap<String, String>();
        singles.forEach((id, title) -> {
            if (!movedAway.contains(id)) {
                meetings.put(id, title);
            }
        });
        series.forEach((id, one) -> one.instances().forEach((number, title) -> {
            if (!one.movedAway().contains(number)) {
                meetings.put(id + "-" + number, title.isEmpty() ? one.title() : title);
            }
        }));
        return meetings;
    }

    /// Something happens to one of its meetings.
    void live() {
        var id = "id" + random.nextInt(IDS);
        var title = "Title " + random.nextInt(5);
        var number = 1 + random.nextInt(INSTANCES);
        var known = series.get(id);
        log.add(id);
        if (known == null) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    singles.remove(id);
                    movedAway.remove(id);
                }
                case 1 -> begin(id, title);
                case 2 -> {
                    singles.put(id, title);
                    movedAway.add(id);
                }
                default -> {
                    singles.put(id, title);
                    movedAway.remove(id);
                }
            }
            return;
        }
        switch (random.nextInt(6)) {
            case 0 -> series.remove(id);
            case 1 -> series.put(id, new Series(title, known.instances(), known.movedAway()));
            case 2 -> known.instances().remove(number);
            case 3 -> known.movedAway().add(number);
            case 4 -> known.instances().replace(number, title);
            default -> begin(id, title);
        }
    }

    /// A series that is new, or has more instances than before, comes as a whole.
    private void begin(String id, String title) {
        var instances = new TreeMap<Integer, String>();
        for (int number = 1; number <= INSTANCES; number++) {
            instances.put(number, "");
        }
        singles.remove(id);
        movedAway.remove(id);
        begun.put(id, log.size() - 1);
        series.put(id, new Series(title, instances, new LinkedHashSet<>()));
    }

    @Override
    public Answer<Page> fetch(AccessToken token, CalendarId calendar, PageRequest request) {
        if (fails()) {
            return RunStage.down();
        }
        var asked = request.pageToken();
        var round = asked == null ? "round-" + rounds.size() : asked.substring(0, asked.indexOf('/'));
        if (asked == null) {
            rounds.put(round, rows(request.origin()));
        }
        var rows = rounds.getOrDefault(round, List.of());
        var from = asked == null ? 0 : Integer.parseInt(asked.substring(asked.indexOf('/') + 1));
        var to = Math.min(rows.size(), from + PAGE);
        var next = to < rows.size()
                ? new Page.Next.More(round + "/" + to)
                : new Page.Next.Last(String.valueOf(log.size()));
        return new Answer.Got<>(new Page(rows.subList(from, to), next));
    }

    private List<Change> rows(Origin origin) {
        var rows = new ArrayList<Change>();
        switch (origin) {
            case Origin.Everything _ -> {
                for (int number = 0; number < IDS; number++) {
                    everythingOf("id" + number, rows);
                }
            }
            case Origin.Since since -> {
                var from = Integer.parseInt(since.cursor());
                new LinkedHashSet<>(log.subList(from, log.size())).forEach(id -> changesOf(id, from, rows));
            }
        }
        rows.addAll(rows.subList(0, random.nextInt(rows.size() + 1)));
        Collections.shuffle(rows, random);
        return rows;
    }

    private void everythingOf(String id, List<Change> rows) {
        var title = singles.get(id);
        var known = series.get(id);
        if (title != null && !movedAway.contains(id)) {
            rows.add(RunStage.event(id, title));
        }
        if (known != null) {
            rows.add(RunStage.series(id, known.title()));
            rows.addAll(instances(id, known));
        }
    }

    private void changesOf(String id, int from, List<Change> rows) {
        var known = series.get(id);
        if (known == null) {
            rows.add(
                    singles.containsKey(id) && !movedAway.contains(id)
                            ? RunStage.event(id, singles.getOrDefault(id, ""))
                            : new Change.Vanished(id));
            for (int number = 1; number <= INSTANCES; number++) {
                rows.add(new Change.Vanished(id + "-" + number));
            }
        } else if (begun.getOrDefault(id, -1) >= from || random.nextBoolean()) {
            everythingOf(id, rows);
        } else {
            rows.add(RunStage.series(id, known.title()));
        }
    }

    private static List<Change> instances(String id, Series known) {
        var rows = new ArrayList<Change>();
        known.instances().forEach((number, title) -> {
            if (!known.movedAway().contains(number)) {
                rows.add(title.isEmpty() ? RunStage.occurrence(id, number) : RunStage.instance(id, number, title));
            }
        });
        return rows;
    }

    @Override
    public Answer<CalendarList> calendars(AccessToken token, ListRequest request) {
        return ScriptedProvider.list(
                new CalendarList.Next.Last(null), new CalendarList.Entry(RunStage.MAIN, "Anna", "UTC", true));
    }

    @Override
    public Answer<Lookup> event(AccessToken token, CalendarId calendar, String eventId) {
        if (fails()) {
            return RunStage.down();
        }
        var known = series.get(eventId);
        if (known != null) {
            var master = RunStage.series(eventId, known.title());
            return new Answer.Got<>(new Lookup.There(master.iCalUid(), master.event()));
        }
        var dash = eventId.indexOf('-');
        var of = dash < 0 ? null : series.get(eventId.substring(0, dash));
        var there = singles.containsKey(eventId)
                || (of != null && of.instances().containsKey(Integer.parseInt(eventId.substring(dash + 1))));
        return new Answer.Got<>(there ? new Lookup.There(null, null) : new Lookup.Gone());
    }

    @Override
    public Answer<Instances> instances(
            AccessToken token, CalendarId calendar, String seriesId, EventWindow window, @Nullable String pageToken) {
        if (fails()) {
            return RunStage.down();
        }
        var known = series.get(seriesId);
        return new Answer.Got<>(
                known == null ? new Instances.NotListed() : new Instances.Some(instances(seriesId, known), null));
    }

    private boolean fails() {
        return failing && random.nextInt(8) == 0;
    }
}
