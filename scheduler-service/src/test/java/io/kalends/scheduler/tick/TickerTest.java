package io.kalends.scheduler.tick;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.kalends.scheduler.schedule.RequestBelt;
import io.kalends.scheduler.schedule.ResyncWish;
import io.kalends.scheduler.schedule.ScheduleRoom;
import io.kalends.scheduler.schedule.Verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class TickerTest {

    static ScheduleRoom room;

    final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @BeforeAll
    static void open() {
        room = new ScheduleRoom();
    }

    @AfterAll
    static void close() {
        room.close();
    }

    @BeforeEach
    void clear() {
        room.clear();
    }

    @Test
    void what_was_published_is_counted_by_trigger_and_repeats_apart() {
        room.connections("acme", 2, room.now());
        room.connection("acme/again/google", room.now());
        room.set("acme/again/google", "next_trigger = 'RETRY'");
        var ticker = ticker(_ -> {});

        ticker.publishWhatIsDue();
        room.clock().advance(Duration.ofMinutes(10));
        ticker.publishWhatIsDue();

        assertThat(published("schedule")).isEqualTo(4);
        assertThat(published("retry")).isEqualTo(2);
        assertThat(registry.counter("kalends.schedule.repeated").count()).isEqualTo(3);
    }

    @Test
    void gauges_show_the_last_measurement() {
        room.connections("acme", 7, room.now().minus(Duration.ofDays(3650)));
        room.connection("acme/flying/google", room.now().minus(Duration.ofDays(3651)));
        var ticker = ticker(_ -> {});
        room.jdbc().sql("""
                UPDATE scheduler.schedule
                   SET request_id = gen_random_uuid(), requested_at = now(), in_flight_until = now(), attempt = 1,
                       request_mode = 'DELTA', request_trigger = 'SCHEDULE', request_priority = 1, due_at = NULL
                 WHERE user_id = 'flying'
                """).update();

        ticker.measure();

        assertThat(registry.get("kalends.schedule.due").gauge().value()).isEqualTo(7);
        assertThat(registry.get("kalends.schedule.in.flight").gauge().value()).isEqualTo(1);
        assertThat(registry.get("kalends.schedule.oldest.due.age").gauge().value())
                .isGreaterThan(3650 * 86_400.0);
    }

    @Test
    void what_is_in_flight_is_shown_by_priority() {
        room.connections("acme", 3, room.now());
        room.connection("acme/bulk/google", room.now());
        room.set("acme/bulk/google", "next_priority = 3");
        var ticker = ticker(_ -> {});

        ticker.publishWhatIsDue();
        ticker.measure();

        assertThat(inFlight("scheduled")).isEqualTo(3);
        assertThat(inFlight("bulk")).isEqualTo(1);
        assertThat(inFlight("push")).isZero();
    }

    @Test
    void only_the_tenants_most_behind_are_named_and_one_that_has_caught_up_no_longer() {
        var longAgo = room.now().minus(Duration.ofDays(3650));
        for (int i = 1; i <= 25; i++) {
            room.connections("tenant" + i, i, longAgo);
        }
        var ticker = ticker(_ -> {});

        ticker.measure();
        var before = tenantsBehind();
        room.jdbc()
                .sql("DELETE FROM scheduler.schedule WHERE tenant_id = 'tenant25'")
                .update();
        ticker.measure();

        assertThat(before)
                .hasSize(20)
                .containsEntry("tenant25", 25.0)
                .containsEntry("tenant6", 6.0)
                .doesNotContainKey("tenant5");
        assertThat(tenantsBehind()).hasSize(20).containsEntry("tenant5", 5.0).doesNotContainKey("tenant25");
    }

    @Test
    void a_duty_that_fails_does_not_end_the_ticking() {
        room.connections("acme", 1, room.now());
        var ticker = ticker(_ -> {
            throw new IllegalStateException("the broker is away");
        });

        assertThatCode(ticker::publishWhatIsDue).doesNotThrowAnyException();

        assertThat(registry.find("kalends.schedule.published").counters()).isEmpty();
    }

    @Test
    void announcements_leave_and_old_commands_are_forgotten() {
        room.resyncs().accept(List.of(new ResyncWish("c1", "acme", null, null, Verb.SYNC_NOW, false, null, null)));
        var ticker = ticker(_ -> {});

        ticker.tellHowCommandsMovedOn();
        room.clock().advance(Duration.ofDays(31));
        ticker.forgetOldCommands();

        assertThat(room.announced()).isEmpty();
        assertThat(room.jdbc()
                        .sql("SELECT count(*) FROM scheduler.resync_command")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    private double inFlight(String priority) {
        return registry.get("kalends.schedule.lane.in.flight")
                .tag("priority", priority)
                .gauge()
                .value();
    }

    private Map<String, Double> tenantsBehind() {
        return registry.get("kalends.schedule.tenant.due").gauges().stream()
                .collect(Collectors.toMap(gauge -> gauge.getId().getTag("tenant"), Gauge::value));
    }

    private double published(String trigger) {
        return registry.get("kalends.schedule.published")
                .tag("trigger", trigger)
                .counter()
                .count();
    }

    private Ticker ticker(RequestBelt belt) {
        return new Ticker(
                new Round(room.claims(), belt, room.clock(), room.transactions()),
                new Relay(room.announcements(), _ -> {}, room.transactions()),
                new Ticker.Measuring(room.backlogs(), new ScheduleMeters(registry)),
                new Ticker.Forgetting(room.resyncs(), room.clock(), Duration.ofDays(30)));
    }
}
