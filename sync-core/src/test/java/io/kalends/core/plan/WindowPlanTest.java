package io.kalends.core.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.store.Claim.Reach;

import static org.assertj.core.api.Assertions.assertThat;

class WindowPlanTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private final WindowPlan plan = new WindowPlan(Duration.ofDays(90), Duration.ofDays(365), Duration.ofDays(7));

    @Test
    void a_window_reaches_as_far_back_and_ahead_as_asked() {
        var window = plan.at(NOON);

        assertThat(window.from()).isEqualTo(NOON.minus(Duration.ofDays(90)));
        assertThat(window.to()).isEqualTo(NOON.plus(Duration.ofDays(365)));
    }

    @ParameterizedTest(name = "{0} back and {1} ahead reach {2} and {3}")
    @CsvSource({
        ",,90,365",
        "0,1,0,1",
        "30,,30,365",
        ",730,90,730",
        "1825,,1824,1",
        "1700,,1700,125",
        ",1800,25,1800",
        "825,1000,825,1000"
    })
    void a_tenant_reaches_as_far_as_it_says_and_never_farther_than_can_be_listed(
            @Nullable Integer back, @Nullable Integer ahead, int backDays, int aheadDays) {
        var reaching = plan.reaching(new Reach(days(back), days(ahead)));

        assertThat(reaching.back()).isEqualTo(Duration.ofDays(backDays));
        assertThat(reaching.ahead()).isEqualTo(Duration.ofDays(aheadDays));
    }

    private static @Nullable Duration days(@Nullable Integer days) {
        return days == null ? null : Duration.ofDays(days);
    }

    @Test
    void no_window_lives_longer_than_a_week_nor_shorter_than_three_quarters_of_it() {
        var window = plan.at(NOON);

        for (int i = 0; i < 1000; i++) {
            var calendar = new CalendarId("calendar-" + i);
            assertThat(plan.stale(window, calendar, NOON.plus(Duration.ofDays(5))))
                    .isFalse();
            assertThat(plan.stale(window, calendar, NOON.plus(Duration.ofDays(7))))
                    .isTrue();
        }
    }

    @Test
    void calendars_linked_together_roll_at_different_times() {
        var window = plan.at(NOON);
        var firstStaleHours = new HashSet<Integer>();

        for (int i = 0; i < 500; i++) {
            var calendar = new CalendarId("calendar-" + i);
            firstStaleHours.add(IntStream.rangeClosed(0, 168)
                    .filter(hour -> plan.stale(window, calendar, NOON.plus(Duration.ofHours(hour))))
                    .findFirst()
                    .orElseThrow());
        }

        assertThat(firstStaleHours).hasSizeGreaterThan(30);
    }

    @Test
    void a_window_of_another_size_is_replaced_at_once() {
        var narrow = new WindowPlan(Duration.ofDays(1), Duration.ofDays(2), Duration.ofDays(7));

        assertThat(plan.stale(narrow.at(NOON), new CalendarId("c"), NOON)).isTrue();
    }
}
