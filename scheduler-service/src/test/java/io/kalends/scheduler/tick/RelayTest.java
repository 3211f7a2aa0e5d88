package io.kalends.scheduler.tick;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.kalends.scheduler.schedule.Announcement;
import io.kalends.scheduler.schedule.AnnouncementBelt;
import io.kalends.scheduler.schedule.ResyncState;
import io.kalends.scheduler.schedule.ResyncWish;
import io.kalends.scheduler.schedule.ScheduleRoom;
import io.kalends.scheduler.schedule.Verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RelayTest {

    static ScheduleRoom room;

    @BeforeAll
    static void open() {
        room = new ScheduleRoom();
    }

    @AfterAll
    static void close() {
        room.close();
    }

    @BeforeEach
    void acceptAndEndACommand() {
        room.clear();
        room.connection("acme/u1/google", room.now());
        room.resyncs().accept(List.of(new ResyncWish("c1", "acme", "u1", "google", Verb.RECONCILE, false, null, null)));
        room.completed("acme/u1/google", room.claim().getFirst().requestId());
    }

    @Test
    void announcements_leave_in_order_and_once() {
        var told = new ArrayList<Announcement>();

        relay(told::addAll).run();
        relay(told::addAll).run();

        assertThat(told).extracting(Announcement::state).containsExactly(ResyncState.ACCEPTED, ResyncState.DONE);
        assertThat(told).extracting(Announcement::commandId).containsOnly("c1");
        assertThat(told).extracting(Announcement::verb).containsOnly(Verb.RECONCILE);
        assertThat(told).extracting(Announcement::occurredAt).containsOnly(room.now());
    }

    @Test
    void what_the_broker_did_not_take_is_told_again_under_the_same_id() {
        var first = new ArrayList<Announcement>();
        var second = new ArrayList<Announcement>();

        assertThatThrownBy(() -> relay(announcements -> {
                            first.addAll(announcements);
                            throw new IllegalStateException("the broker is away");
                        })
                        .run())
                .hasMessage("the broker is away");
        relay(second::addAll).run();

        assertThat(second).hasSize(2).isEqualTo(first);
    }

    @Test
    void a_second_relay_leaves_the_order_to_the_first() {
        var theirs = new ArrayList<Announcement>();

        relay(_ -> {
                    try (var other = Executors.newSingleThreadExecutor()) {
                        assertThat(other.submit(() -> relay(theirs::addAll).run()))
                                .succeedsWithin(Duration.ofSeconds(10));
                    }
                })
                .run();

        assertThat(theirs).isEmpty();
        assertThat(room.announced()).isEqualTo(List.of());
    }

    private static Relay relay(AnnouncementBelt belt) {
        return new Relay(room.announcements(), belt, room.transactions());
    }
}
