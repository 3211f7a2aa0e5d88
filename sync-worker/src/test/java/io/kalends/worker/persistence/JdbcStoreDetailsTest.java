package io.kalends.worker.persistence;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.kalends.core.calendar.Span;
import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.provider.Change;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.store.Applied;
import io.kalends.core.store.Batch;
import io.kalends.core.store.Claim;
import io.kalends.core.store.Listing;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.RunStats;
import io.kalends.core.store.Walk;
import io.kalends.schemas.Keys;
import io.kalends.schemas.v1.ConnectionChanged;
import io.kalends.schemas.v1.SyncCompleted;
import io.kalends.worker.outbox.OutboxRow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JdbcStoreDetailsTest {

    @SuppressWarnings("NullAway.Init")
    private static JdbcWorld world;

    @BeforeAll
    static void start() {
        world = new JdbcWorld();
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
    void a_page_of_2500_events_is_applied_within_two_seconds() {
        var actor = actor();
        var claim = actor.listed();
        actor.full(claim, Actor.MAIN, 1, page("warm-up"));

        var began = System.nanoTime();
        var applied = actor.delta(claim, Actor.MAIN, "new", page("new"));
        var took = Duration.ofNanos(System.nanoTime() - began);
        var beganAgain = System.nanoTime();
        actor.delta(claim, Actor.MAIN, "same", page("new"));
        var tookAgain = Duration.ofNanos(System.nanoTime() - beganAgain);

        assertThat(applied).isEqualTo(new Applied.Committed(2500, 0, true));
        assertThat(took).isLessThan(Duration.ofSeconds(2));
        assertThat(tookAgain).isLessThan(Duration.ofSeconds(2));
    }

    private static Change.Definite[] page(String title) {
        return IntStream.range(0, 2500)
                .mapToObj(number -> Actor.put("event-" + number, title + " " + number))
                .toArray(Change.Definite[]::new);
    }

    @Test
    void a_new_revision_alone_is_stored_and_not_told() {
        var actor = actor();
        var span = new Span.Timed(Actor.NOON, Actor.NOON.plusSeconds(60));
        var before = new Change.Upserted("a", "uid", Actor.event("Tea", span, "\"1\""), span);
        var after = new Change.Upserted("a", "uid", Actor.event("Tea", span, "\"2\""), span);
        actor.synced(before);
        var payload = payload(actor);

        var applied = actor.delta(actor.claim(), Actor.MAIN, "next", after);

        assertThat(applied).isEqualTo(new Applied.Committed(0, 0, true));
        assertThat(payload(actor)).isNotEqualTo(payload);
    }

    private static byte[] payload(Actor actor) {
        return world.value(byte[].class, "SELECT payload FROM sync.event WHERE connection_key = :key", actor.key());
    }

    @Test
    void text_no_column_can_hold_does_not_stop_a_page() {
        var actor = actor();
        var span = new Span.Timed(Actor.NOON, Actor.NOON.plusSeconds(60));

        var applied = actor.full(
                actor.listed(),
                Actor.MAIN,
                1,
                new Change.Upserted("a", "uid\u0000", Actor.event("Tea\u0000", span, null), span));

        assertThat(applied).isInstanceOf(Applied.Committed.class);
        assertThat(world.held(actor.key(), Actor.MAIN)).containsOnlyKeys("a");
    }

    @Test
    void records_carry_the_keys_and_headers_of_the_contract() {
        var actor = actor();
        actor.synced(Actor.put("a", "Tea"));
        var key = KeyText.of(actor.key());

        var sent = sent(actor);

        assertThat(sent)
                .extracting(OutboxRow::type)
                .containsExactly(
                        "connection.changed.v1", "event.changed.v1", "sync.completed.v1", "connection.changed.v1");
        var event = sent.get(1);
        assertThat(event.topic()).isEqualTo("calendar.event.changed.v1");
        assertThat(event.recordKey())
                .isEqualTo(Keys.event(key, Actor.MAIN.value(), "a"))
                .doesNotContain("@");
        assertThat(event.connectionKey()).isEqualTo(key);
        assertThat(event.sequence()).isEqualTo(2);
        assertThat(event.headers())
                .containsEntry("ce_id", event.id().toString())
                .containsEntry("ce_type", "io.kalends.event.changed.v1")
                .containsEntry("ce_source", "/kalends/sync-worker")
                .containsEntry("ce_subject", key);
        assertThat(sent.get(2).recordKey()).isEqualTo(key);
    }

    @Test
    void cursors_and_page_tokens_are_in_no_column_in_the_clear() {
        var actor = actor();
        var claim = actor.listed();
        actor.page(claim, 1, null, "page-token-in-the-clear");
        var reading = stored(actor);
        actor.full(claim, Actor.MAIN, 2);
        var ended = stored(actor);

        assertThat(reading).contains("READING").doesNotContain("page-token");
        assertThat(ended).contains("LIVE").doesNotContain("cursor-2");
    }

    private static String stored(Actor actor) {
        return world.value(
                String.class,
                "SELECT concat_ws(' ', status, walk, encode(walk_token_sealed, 'escape'), encode(cursor_sealed, 'escape'))"
                        + " FROM sync.calendar WHERE connection_key = :key",
                actor.key());
    }

    @Test
    void a_cursor_that_does_not_open_counts_as_none() {
        var actor = actor();
        actor.synced(Actor.put("a", "Tea"));
        world.run(
                "UPDATE sync.calendar SET cursor_sealed = 'for another place'::bytea WHERE connection_key = :key",
                actor.key());

        var calendar = actor.claim().calendars().getFirst();

        assertThat(calendar.since()).isNull();
        assertThat(calendar.walk()).isNull();
        assertThat(calendar.lastGeneration()).isEqualTo(1);
    }

    @Test
    void a_page_token_that_does_not_open_costs_the_walk_and_no_generation_is_used_twice() {
        var actor = actor();
        actor.synced(Actor.put("a", "Tea"));
        actor.page(actor.claim(), 2, null, "p2");
        world.run("UPDATE sync.calendar SET walk_token_sealed = '\\x00' WHERE connection_key = :key", actor.key());

        var calendar = actor.claim().calendars().getFirst();

        assertThat(calendar.walk()).isNull();
        assertThat(calendar.since()).isNotNull();
        assertThat(calendar.lastGeneration()).isEqualTo(2);
    }

    @Test
    void the_old_state_table_is_readable() {
        var actor = actor();
        var claim = actor.listed();
        actor.full(claim, Actor.MAIN, 1, Actor.put("a", "Tea"), Actor.put("b", "Lunch"));
        actor.store().finish(claim, new RunEnd.Completed(), new RunStats(2, 1, 3, Duration.ofMillis(1234), 1, 0, true));

        var row = world.jdbc
                .sql("SELECT * FROM sync.calendar_sync_metadata WHERE \"userId\" = :user")
                .param("user", actor.key().userId())
                .query()
                .singleRow();

        assertThat(row)
                .containsEntry("tenantId", "acme")
                .containsEntry("provider", "google")
                .containsEntry("syncToken", "***")
                .containsEntry("deltaLink", null)
                .containsEntry("consecutiveFailures", 0)
                .containsEntry("eventsSynced", 3L)
                .containsEntry("syncDuration", 1234L)
                .containsEntry("lastError", null)
                .containsEntry("isActive", true);
        assertThat(row.get("lastSuccessfulSync")).isNotNull();
    }

    @Test
    void the_list_is_due_again_about_a_day_later() {
        var actor = actor();
        actor.listed();

        listedBefore(actor, Duration.ofHours(21));
        var early = actor.claim();
        listedBefore(actor, Duration.ofHours(27));
        var late = actor.claim();

        assertThat(early.list().due()).isFalse();
        assertThat(late.list().due()).isTrue();
    }

    private static void listedBefore(Actor actor, Duration ago) {
        world.run(
                "UPDATE sync.connection SET calendars_listed_at = now() - interval '" + ago + "'"
                        + " WHERE connection_key = :key",
                actor.key());
    }

    @Test
    void a_person_choosing_calendars_is_not_overruled_by_a_new_main_one() {
        var actor = actor();
        var claim = actor.claim();
        actor.store().list(claim, Listing.whole(List.of(Actor.entry(Actor.TEAM, false))));
        world.run("UPDATE sync.calendar SET selected = true, chosen = true WHERE connection_key = :key", actor.key());

        var found = actor.store()
                .list(claim, Listing.whole(List.of(Actor.entry(Actor.TEAM, false), Actor.entry(Actor.MAIN, true))));

        assertThat(found).extracting(calendar -> calendar.id()).containsExactly(Actor.TEAM);
    }

    @Test
    void the_state_is_told_with_the_command_that_led_to_it() {
        var actor = actor();
        actor.listed();
        world.put(actor.key(), ConnectionStatus.PAUSED);

        world.transactions.executeWithoutResult(_ -> world.states.emit(actor.key(), "command-7"));

        var state = (Told.State) world.told(actor.key()).getLast();
        assertThat(state.status()).isEqualTo(ConnectionStatus.PAUSED);
        assertThat(state.commandId()).isEqualTo("command-7");
        assertThat(state.calendars()).isEqualTo(Map.of(Actor.MAIN.value(), "+NEW"));
        SyncStoreContract.assertNoGap(world.told(actor.key()));
        assertThatThrownBy(() -> world.states.emit(Actor.someone(), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no row");
    }

    @Test
    void a_pause_during_a_run_outlives_the_end_of_the_run() {
        var actor = actor();
        var claim = actor.listed();
        world.put(actor.key(), ConnectionStatus.PAUSED);

        assertThat(actor.complete(claim)).isFalse();

        assertThat(actor.store().claim(List.of(actor.request()))).isInstanceOf(Claim.Inactive.class);
    }

    @Test
    void an_event_stored_before_series_were_known_gets_its_series_with_the_next_walk_that_shows_it() {
        var actor = actor();
        actor.synced(Actor.instance("choir", 1, "Choir"), Actor.instance("choir", 2, "Choir"));
        world.run("UPDATE sync.event SET series_id = NULL WHERE connection_key = :key", actor.key());
        var told = world.told(actor.key()).size();
        var claim = actor.claim();

        var before = actor.store().kept(claim, Actor.MAIN, List.of("choir"));
        actor.full(claim, Actor.MAIN, 2, Actor.instance("choir", 1, "Choir"), Actor.instance("choir", 2, "Choir"));

        assertThat(before).isEmpty();
        assertThat(actor.store().kept(claim, Actor.MAIN, List.of("choir"))).hasSize(2);
        assertThat(world.told(actor.key())).hasSize(told);
    }

    @Test
    void a_delta_leaves_no_mark_of_the_series_it_touched() {
        var actor = actor();
        actor.synced(Actor.instance("choir", 1, "Choir"));
        var read = new Walk.Reading(new Origin.Since("cursor-1", Actor.WINDOW), 2, null, 0, false);
        var page = new Batch(List.of(Actor.instance("choir", 1, "Choir")), Map.of("choir", true, "yoga", false));

        actor.store().apply(actor.claim(), Actor.MAIN, read, page, null, "cursor-2");

        assertThat(world.value(
                        Long.class,
                        "SELECT count(*) FROM sync.series_touched WHERE connection_key = :key",
                        actor.key()))
                .isZero();
    }

    @Test
    void the_cursor_of_the_list_is_sealed_and_counts_as_none_when_it_does_not_open() {
        var actor = actor();
        actor.store().list(actor.claim(), new Listing(List.of(Actor.entry(Actor.MAIN, true)), true, "list-cursor"));
        var stored = world.value(
                String.class,
                "SELECT encode(list_cursor_sealed, 'escape') FROM sync.connection WHERE connection_key = :key",
                actor.key());
        var opened = actor.claim().list().cursor();
        world.run("UPDATE sync.connection SET list_cursor_sealed = '\\x00' WHERE connection_key = :key", actor.key());

        assertThat(stored).doesNotContain("list-cursor");
        assertThat(opened).isEqualTo("list-cursor");
        assertThat(actor.claim().list().cursor()).isNull();
    }

    @Test
    void the_cursor_of_a_list_copied_to_another_connection_does_not_open() {
        var anna = actor();
        var ben = actor();
        for (var one : List.of(anna, ben)) {
            var list = new Listing(List.of(Actor.entry(Actor.MAIN, true)), true, "list-1");
            one.store().list(one.claim(), list);
        }
        var copied = world.value(
                byte[].class, "SELECT list_cursor_sealed FROM sync.connection WHERE connection_key = :key", anna.key());

        world.jdbc
                .sql("UPDATE sync.connection SET list_cursor_sealed = :copied WHERE connection_key = :key")
                .param("copied", copied)
                .param("key", KeyText.of(ben.key()))
                .update();

        assertThat(ben.claim().list().cursor()).isNull();
        assertThat(anna.claim().list().cursor()).isEqualTo("list-1");
    }

    @Test
    void a_check_whose_cursor_does_not_open_is_read_again_from_the_old_one() {
        var actor = actor();
        actor.synced(Actor.instance("choir", 1, "Choir"));
        var read = new Walk.Reading(new Origin.Since("cursor-1", Actor.WINDOW), 2, null, 0, false);
        actor.store()
                .apply(actor.claim(), Actor.MAIN, read, new Batch(List.of(), Map.of("choir", false)), null, "cursor-2");
        world.run("UPDATE sync.calendar SET walk_token_sealed = '\\x00' WHERE connection_key = :key", actor.key());

        var calendar = actor.claim().calendars().getFirst();

        assertThat(calendar.walk()).isNull();
        assertThat(calendar.since()).isEqualTo(new Origin.Since("cursor-1", Actor.WINDOW));
        assertThat(calendar.lastGeneration()).isEqualTo(2);
    }

    @Test
    void the_token_expiry_is_told_with_outcome_and_state() {
        var actor = actor();
        world.run(
                "INSERT INTO sync.credential (connection_key, refresh_sealed, access_expires_at, version)"
                        + " VALUES (:key, '\\x00', '2026-03-01T13:00:00Z', 1)",
                actor.key());

        actor.complete(actor.claim());

        assertThat(sent(actor))
                .hasSize(2)
                .allSatisfy(row -> assertThat(expiry(row)).isEqualTo(Instant.parse("2026-03-01T13:00:00Z")));
    }

    private static Instant expiry(OutboxRow row) throws IOException {
        return switch (OutboxTable.record(row)) {
            case SyncCompleted completed -> completed.getTokenExpiresAt();
            case ConnectionChanged changed -> changed.getTokenExpiresAt();
            default -> throw new AssertionError(row.type());
        };
    }
}
