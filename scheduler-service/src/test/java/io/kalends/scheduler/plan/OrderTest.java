package io.kalends.scheduler.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Outcomes and connection records come on different topics: whatever the interleaving, the row is the same.
class OrderTest {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final Instant LATER = NOON.plusSeconds(77);
    static final Instant NEXT = NOON.plus(Duration.ofMinutes(15));
    static final String KEY = "acme/u1/google";
    static final UUID REQUEST = new UUID(1, 1);
    static final String ID = REQUEST.toString();

    static final List<Story> STORIES = List.of(
            story("a first run", NEXT, Status.LINKED, List.of(completed(11)), List.of(told(12, Status.ACTIVE))),
            story(
                    "a first run, told before",
                    NEXT,
                    Status.LINKED,
                    List.of(completed(12)),
                    List.of(told(11, Status.ACTIVE))),
            story(
                    "a run that fails",
                    LATER,
                    Status.ACTIVE,
                    List.of(failed(11, LATER)),
                    List.of(told(12, Status.DEGRADED))),
            story(
                    "one that disables",
                    LATER,
                    Status.DEGRADED,
                    List.of(failed(11, LATER)),
                    List.of(told(12, Status.DISABLED))),
            story(
                    "a permanent failure",
                    null,
                    Status.ACTIVE,
                    List.of(failed(11, null)),
                    List.of(told(12, Status.DISABLED))),
            story(
                    "a probe that works",
                    NEXT,
                    Status.DISABLED,
                    List.of(completed(11)),
                    List.of(told(12, Status.ACTIVE))),
            story(
                    "a probe that fails",
                    LATER,
                    Status.DISABLED,
                    List.of(failed(11, LATER)),
                    List.of(told(12, Status.DISABLED))),
            story(
                    "enabled by a person in mid-probe",
                    NOON,
                    Status.DISABLED,
                    List.of(failed(11, LATER)),
                    List.of(commanded(12, Status.ACTIVE))),
            story(
                    "a probe that fails and lifts",
                    LATER,
                    Status.DISABLED,
                    List.of(failed(11, LATER)),
                    List.of(commanded(12, Status.DEGRADED))),
            story("a probe in slices", LATER, Status.DISABLED, List.of(deferred(11)), List.of(told(12, Status.ACTIVE))),
            story(
                    "consent lost",
                    null,
                    Status.ACTIVE,
                    List.of(failed(11, null)),
                    List.of(told(12, Status.NEEDS_RECONNECT))),
            story(
                    "consent lost and given",
                    NOON,
                    Status.ACTIVE,
                    List.of(failed(11, null)),
                    List.of(told(12, Status.NEEDS_RECONNECT), commanded(13, Status.LINKED))),
            story(
                    "consent lost and given, the loss compacted away",
                    NOON,
                    Status.ACTIVE,
                    List.of(failed(11, null)),
                    List.of(commanded(13, Status.LINKED))),
            story(
                    "the same without a command",
                    NOON,
                    Status.ACTIVE,
                    List.of(failed(11, null)),
                    List.of(told(13, Status.LINKED))),
            story(
                    "an older record on its way when consent is lost",
                    null,
                    Status.LINKED,
                    List.of(failed(12, null)),
                    List.of(told(11, Status.ACTIVE), told(13, Status.NEEDS_RECONNECT))),
            story("paused while it runs", null, Status.ACTIVE, List.of(deferred(11)), List.of(told(12, Status.PAUSED))),
            story(
                    "paused and resumed while it runs",
                    NOON,
                    Status.ACTIVE,
                    List.of(completed(11)),
                    List.of(told(12, Status.PAUSED), told(13, Status.ACTIVE))),
            story(
                    "connected again while it runs",
                    NOON,
                    Status.ACTIVE,
                    List.of(deferred(11)),
                    List.of(commanded(12, Status.LINKED))),
            story(
                    "disconnected while it runs",
                    null,
                    Status.ACTIVE,
                    List.of(completed(11)),
                    List.of(told(12, Status.DISCONNECTED))),
            story(
                    "disconnected and connected while it runs",
                    NOON,
                    Status.ACTIVE,
                    List.of(completed(11)),
                    List.of(told(12, Status.DISCONNECTED), commanded(13, Status.LINKED))),
            story(
                    "a repeated outcome",
                    LATER,
                    Status.ACTIVE,
                    List.of(deferred(11), deferred(11)),
                    List.of(told(12, Status.ACTIVE))),
            story(
                    "repeated news",
                    NOON,
                    Status.ACTIVE,
                    List.of(failed(11, null)),
                    List.of(
                            told(12, Status.NEEDS_RECONNECT),
                            commanded(13, Status.LINKED),
                            told(12, Status.NEEDS_RECONNECT),
                            commanded(13, Status.LINKED))));

    final SchedulePlan plan = new SchedulePlan(new Cadence(Duration.ofMinutes(15), () -> 0.5));

    @ParameterizedTest
    @FieldSource("STORIES")
    void every_interleaving_leads_to_the_same_row(Story story) {
        var ends = new LinkedHashSet<End>();
        for (var order : interleavings(story.outcomes(), story.news())) {
            ends.add(play(story.before(), order));
        }

        assertThat(ends).singleElement().extracting(End::dueAt).isEqualTo(story.due());
    }

    private End play(Status before, List<Object> records) {
        Standing standing = new Standing(
                before,
                null,
                Next.ON_SCHEDULE,
                null,
                new Standing.InFlight(REQUEST, Mode.FULL, Priority.SCHEDULED),
                10,
                9);
        long gone = -1;
        for (var record : records) {
            if (record instanceof Outcome outcome) {
                standing = standing == null ? null : plan.settle(standing, outcome, NOON);
            } else if (record instanceof ConnectionNews news) {
                switch (plan.learn(standing, gone, news, NOON)) {
                    case Learned.Stale _ -> {}
                    case Learned.Stands(Standing next) -> standing = next;
                    case Learned.Gone(long sequence) -> {
                        standing = null;
                        gone = sequence;
                    }
                }
            }
        }
        return End.of(standing);
    }

    private static Set<List<Object>> interleavings(List<?> left, List<?> right) {
        var orders = new LinkedHashSet<List<Object>>();
        if (left.isEmpty() || right.isEmpty()) {
            var rest = new ArrayList<Object>(left);
            rest.addAll(right);
            orders.add(rest);
            return orders;
        }
        interleavings(left.subList(1, left.size()), right).forEach(rest -> orders.add(first(left.getFirst(), rest)));
        interleavings(left, right.subList(1, right.size())).forEach(rest -> orders.add(first(right.getFirst(), rest)));
        return orders;
    }

    private static List<Object> first(Object record, List<Object> rest) {
        var order = new ArrayList<>();
        order.add(record);
        order.addAll(rest);
        return order;
    }

    private static Story story(
            String name, @Nullable Instant due, Status before, List<Outcome> outcomes, List<ConnectionNews> news) {
        return new Story(name, due, before, outcomes, news);
    }

    private static Outcome completed(long sequence) {
        return new Outcome.Completed(ID, sequence, false, 1);
    }

    private static Outcome failed(long sequence, @Nullable Instant retryAt) {
        return new Outcome.Failed(ID, sequence, retryAt);
    }

    private static Outcome deferred(long sequence) {
        return new Outcome.Deferred(ID, sequence, true, LATER);
    }

    private static ConnectionNews told(long sequence, Status status) {
        return new ConnectionNews(KEY, sequence, status, false, NOON);
    }

    private static ConnectionNews commanded(long sequence, Status status) {
        return new ConnectionNews(KEY, sequence, status, true, NOON);
    }

    record Story(String name, @Nullable Instant due, Status before, List<Outcome> outcomes, List<ConnectionNews> news) {

        @Override
        public String toString() {
            return name;
        }
    }

    /// A row without the number of the last outcome: one that came too late is not counted.
    record End(
            @Nullable Status status,
            @Nullable Instant dueAt,
            @Nullable Next next,
            Standing.@Nullable InFlight inFlight,
            long connectionSequence) {

        static End of(@Nullable Standing standing) {
            return standing == null
                    ? new End(null, null, null, null, -1)
                    : new End(
                            standing.status(),
                            standing.dueAt(),
                            standing.next(),
                            standing.inFlight(),
                            standing.connectionSequence());
        }
    }
}
