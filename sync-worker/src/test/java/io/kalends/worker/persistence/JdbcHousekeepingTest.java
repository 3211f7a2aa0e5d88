package io.kalends.worker.persistence;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.kalends.core.plan.Brake;
import io.kalends.core.provider.Change;
import io.kalends.core.store.Listing;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest.Trigger;
import io.kalends.schemas.Keys;
import io.kalends.worker.outbox.OutboxRow;

import static org.assertj.core.api.Assertions.assertThat;

class JdbcHousekeepingTest {

    @SuppressWarnings("NullAway.Init")
    private static JdbcWorld world;

    @BeforeAll
    static void start() {
        world = new JdbcWorld(Brake.OFF);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private static Actor actor() {
        var key = Actor.someone();
        world.connect(key);
        return new Actor(world.store(), key);
    }

    private static List<OutboxRow> sent(Actor actor) {
        return world.outbox.rows(KeyText.of(actor.key()));
    }

    @Test
    void housekeeping_forgets_old_answers_and_writes_the_tombstones_of_what_is_long_gone() {
        var actor = actor();
        var answered = actor.request(SyncMode.DELTA, Trigger.SCHEDULE, SyncClaimContract.FAR_AHEAD);
        var claim = actor.claim(answered);
        actor.store().list(claim, Listing.whole(List.of(Actor.entry(Actor.MAIN, true))));
        actor.full(claim, Actor.MAIN, 1, page("old"));
        actor.full(claim, Actor.MAIN, 2, Actor.put("event-0", "old 0"), Actor.put("event-1", "old 1"));
        actor.delta(claim, Actor.MAIN, "next", Actor.gone("event-1"));
        actor.complete(claim);
        var told = world.told(actor.key());
        world.run(
                "UPDATE sync.event SET gone_at = now() - interval '31 days' WHERE connection_key = :key AND gone"
                        + " AND event_id <> 'event-1'",
                actor.key());
        world.run(
                "UPDATE sync.request SET ended_at = now() - interval '3 days' WHERE connection_key = :key",
                actor.key());
        world.run(
                "INSERT INTO sync.command (command_id, connection_key, done_at) SELECT 'command-' || n, :key,"
                        + " now() - interval '3 days' FROM generate_series(1, 9) n",
                actor.key());

        world.housekeeping.prune();

        var tombstones =
                sent(actor).stream().filter(row -> row.payload() == null).toList();
        assertThat(tombstones)
                .hasSize(2498)
                .allSatisfy(row -> assertThat(row.sequence()).isNull());
        assertThat(tombstones)
                .extracting(OutboxRow::recordKey)
                .doesNotHaveDuplicates()
                .contains(Keys.event(KeyText.of(actor.key()), Actor.MAIN.value(), "event-2"));
        assertThat(world.told(actor.key())).isEqualTo(told);
        assertThat(world.value(Long.class, "SELECT count(*) FROM sync.event WHERE connection_key = :key", actor.key()))
                .isEqualTo(2);
        assertThat(world.value(
                        Long.class, "SELECT count(*) FROM sync.request WHERE connection_key = :key", actor.key()))
                .isZero();
        assertThat(world.value(
                        Long.class, "SELECT count(*) FROM sync.command WHERE connection_key = :key", actor.key()))
                .isZero();
    }

    @Test
    void a_namesake_of_what_is_long_done_is_kept_until_its_own_time() {
        var old = actor();
        var young = actor();
        for (var key : List.of(old.key(), young.key())) {
            world.run("INSERT INTO sync.command (command_id, connection_key) VALUES ('bulk-1', :key)", key);
            world.run(
                    "INSERT INTO sync.request (request_id, connection_key, outcome, event_id)"
                            + " VALUES ('bulk-1', :key, 'COMPLETED', gen_random_uuid())",
                    key);
        }
        world.run("UPDATE sync.command SET done_at = now() - interval '3 days' WHERE connection_key = :key", old.key());
        world.run(
                "UPDATE sync.request SET ended_at = now() - interval '3 days' WHERE connection_key = :key", old.key());

        world.housekeeping.prune();

        var left = "SELECT (SELECT count(*) FROM sync.command WHERE connection_key = :key)"
                + " + (SELECT count(*) FROM sync.request WHERE connection_key = :key)";
        assertThat(world.value(Long.class, left, old.key())).isZero();
        assertThat(world.value(Long.class, left, young.key())).isEqualTo(2);
    }

    @Test
    void what_is_gone_keeps_nothing_but_its_key() {
        var actor = actor();
        actor.synced(Actor.put("a", "Tea"));
        actor.delta(actor.claim(), Actor.MAIN, "next", Actor.gone("a"));

        var row = world.jdbc
                .sql("SELECT i_cal_uid, content_hash, payload, starts_at, ends_at, key_hash FROM sync.event"
                        + " WHERE connection_key = :key AND gone")
                .param("key", KeyText.of(actor.key()))
                .query()
                .singleRow();

        assertThat(HexFormat.of().formatHex((byte[]) row.remove("key_hash")))
                .isEqualTo(HexFormat.of().formatHex(Keys.eventHash(Actor.MAIN.value(), "a")));
        assertThat(row.values()).containsOnlyNulls();
    }

    private static Change.Definite[] page(String title) {
        return IntStream.range(0, 2500)
                .mapToObj(number -> Actor.put("event-" + number, title + " " + number))
                .toArray(Change.Definite[]::new);
    }
}
