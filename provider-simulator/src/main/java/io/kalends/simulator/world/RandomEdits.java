package io.kalends.simulator.world;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// People at work, from a seed: they create, move, rename, delete, repeat, shorten and call off.
///
/// The n-th edit of an account depends on the world's seed, the account, n, the time, and what the account holds; on
/// nothing else, so a history can be played again.
public final class RandomEdits {
    private static final List<String> TITLES = List.of(
            "Quarterly planning",
            "1:1",
            "Zahnarzt – Dr. Müller",
            "🎂 Geburtstag 👨‍👩‍👧‍👦",
            "פגישת צוות",
            "اجتماع ‏(مهم)‏",
            "会議 / 打ち合わせ",
            "tab\tand\u0001control\u001fcharacters",
            "line\nbreak",
            "\u202Eevil override\u202C",
            "<script>alert('x')</script> & \"quotes\"",
            "e\u0301\u0323 combining",
            "\uD83E\uDD84 ".repeat(60).strip(),
            "",
            "a".repeat(900));

    private final World world;
    private final String meetingLink;

    /// @param meetingLink of meetings that take place online
    public RandomEdits(World world, String meetingLink) {
        this.world = world;
        this.meetingLink = meetingLink;
    }

    /// Applies `count` edits to calendars of `account`.
    public void apply(Account account, int count, Instant now) {
        synchronized (account) {
            for (var edit = 0; edit < count; edit++) {
                one(account, now);
            }
        }
    }

    private void one(Account account, Instant now) {
        var number = account.nextMutation();
        var random = new SplittableRandom(world.ids().number("edit/" + account.email(), number));
        var living = account.calendars().stream()
                .filter(calendar -> !calendar.facts().deleted())
                .toList();
        new Editor(living.get(random.nextInt(living.size())), random, now, meetingLink).edit();
    }

    /// One edit of one calendar.
    private record Editor(HeldCalendar calendar, SplittableRandom random, Instant now, String meetingLink) {
        void edit() {
            var events = calendar.state().events().stream()
                    .filter(event -> !event.cancelled())
                    .toList();
            var die = random.nextInt(100);
            if (events.size() < 5 || (die < 25 && events.size() < 200)) {
                calendar.create(span(), null, details(), now);
            } else if (die < 33 && events.size() < 200) {
                createSeries();
            } else {
                var event = events.get(random.nextInt(events.size()));
                var rule = event.recurrence();
                if (rule == null) {
                    editSingle(event, random.nextInt(10));
                } else {
                    editSeries(event, rule, random.nextInt(12));
                }
            }
        }

        private void editSingle(StoredEvent event, int die) {
            if (die < 4) {
                calendar.edit(event.id(), this::reworded, now);
            } else if (die < 7) {
                calendar.reschedule(
                        event.id(), random.nextBoolean() ? span() : event.span().movedBy(nudge()), null, now);
            } else {
                calendar.delete(event.id(), now);
            }
        }

        private void editSeries(StoredEvent series, Recurrence rule, int die) {
            switch (die) {
                case 0, 1 -> calendar.edit(series.id(), this::reworded, now);
                case 2 -> calendar.reschedule(series.id(), series.span().movedBy(nudge()), rule, now);
                case 3 -> calendar.reschedule(series.id(), series.span(), shortened(series.span(), rule), now);
                case 4 -> calendar.delete(series.id(), now);
                case 5, 6, 7 -> anInstance(series, key -> calendar.cancelInstance(series.id(), key, now));
                default -> anInstance(series, key -> changeInstance(series, key));
            }
        }

        private void changeInstance(StoredEvent series, String key) {
            var original = calendar.expansion().original(series, key);
            var moved = original == null || random.nextBoolean() ? null : original.movedBy(nudge());
            calendar.editInstance(series.id(), key, moved, this::reworded, now);
        }

        private void anInstance(StoredEvent series, Consumer<String> edit) {
            var live = calendar.expansion().instances(series, now.plus(Duration.ofDays(400))).stream()
                    .filter(entry -> !entry.cancelled())
                    .toList();
            if (!live.isEmpty()) {
                var original = live.get(random.nextInt(live.size())).original();
                if (original != null) {
                    edit.accept(Expansion.key(original));
                }
            }
        }

        private void createSeries() {
            var rule = random.nextBoolean()
                    ? Recurrence.daily().every(1 + random.nextInt(3))
                    : Recurrence.weekly(DayOfWeek.of(1 + random.nextInt(7)), DayOfWeek.of(1 + random.nextInt(7)))
                            .every(1 + random.nextInt(2));
            var ended = random.nextInt(4) == 0 ? rule : rule.times(1 + random.nextInt(40));
            calendar.create(span(), ended, details(), now);
        }

        private Recurrence shortened(Span span, Recurrence rule) {
            var left = rule.count() == null ? 30 : rule.count();
            var fewer = rule.times(Math.max(1, random.nextInt(left) + 1));
            return switch (span) {
                case Span.Timed timed
                when random.nextBoolean() -> fewer.until(timed.start().plus(Duration.ofDays(random.nextInt(90))));
                case Span.AllDay days
                when random.nextBoolean() -> fewer.until(days.start().plusDays(random.nextInt(90)));
                default -> fewer;
            };
        }

        private Duration nudge() {
            return switch (random.nextInt(5)) {
                case 0 -> Duration.ofDays(-500);
                case 1 -> Duration.ofDays(500);
                case 2 -> Duration.ofDays(1);
                case 3 -> Duration.ofMinutes(-90);
                default -> Duration.ofMinutes(15L * (1 + random.nextInt(40)));
            };
        }

        /// Mostly soon, sometimes at the edges of the usual window of 90 days back and 365 ahead, or far off.
        private Span span() {
            var days = switch (random.nextInt(8)) {
                case 0 -> -90 + random.nextInt(-1, 2);
                case 1 -> 365 + random.nextInt(-1, 2);
                case 2 -> random.nextInt(-700, 700);
                default -> random.nextInt(-30, 60);
            };
            var zone = calendar.facts().zone();
            if (random.nextInt(4) == 0) {
                return Span.days(LocalDate.ofInstant(now, zone).plusDays(days), 1 + random.nextInt(3));
            }
            var midnight =
                    now.atOffset(ZoneOffset.UTC).toLocalDate().plusDays(days).atStartOfDay(ZoneOffset.UTC);
            var start = midnight.plusMinutes(15L * random.nextInt(96)).toInstant();
            return Span.timed(start, Duration.ofMinutes(15L * random.nextInt(0, 13)), aZone(zone));
        }

        private ZoneId aZone(ZoneId usual) {
            return switch (random.nextInt(6)) {
                case 0 -> ZoneId.of("America/New_York");
                case 1 -> ZoneId.of("Asia/Kathmandu");
                default -> usual;
            };
        }

        private EventDetails details() {
            var details = EventDetails.titled(TITLES.get(random.nextInt(TITLES.size())))
                    .withTentative(random.nextInt(6) == 0)
                    .withTransparent(random.nextInt(6) == 0)
                    .withVisibility(random.nextInt(6) == 0 ? "private" : "default")
                    .withMeetingLink(random.nextInt(3) == 0 ? meetingLink : null)
                    .withOrganizer(random.nextInt(3) == 0 ? "ben.ito@example.org" : null);
            return details.withLocation(random.nextBoolean() ? "Room " + random.nextInt(20) : null)
                    .withAttendees(attendees());
        }

        private List<Attendee> attendees() {
            var many = switch (random.nextInt(20)) {
                case 0 -> 250;
                case 1, 2, 3, 4, 5 -> 1 + random.nextInt(6);
                default -> 0;
            };
            return IntStream.range(0, many)
                    .mapToObj(guest -> Attendee.invited("guest" + guest + "@example.net"))
                    .toList();
        }

        private EventDetails reworded(EventDetails before) {
            return switch (random.nextInt(5)) {
                case 0 -> before.withLocation("Room " + random.nextInt(1000));
                case 1 -> before.withTentative(!before.tentative());
                case 2 -> before.withDescription("Agenda " + random.nextInt(1000));
                case 3 -> details();
                default -> before.withTitle("Renamed " + random.nextInt(100_000));
            };
        }
    }
}
