package io.kalends.worker.command;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.Provider;
import io.kalends.core.token.RefreshToken;
import io.kalends.schemas.Keys;
import io.kalends.worker.outbox.OutboxRow;
import io.kalends.worker.vault.CredentialRejectedException;
import io.kalends.worker.vault.TestVault;
import io.kalends.worker.vault.VaultDatabase;

import static io.kalends.worker.command.CommandStage.KEY;
import static io.kalends.worker.command.CommandStage.order;
import static io.kalends.worker.command.CommandStage.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CommandsTest {

    private static final ConnectionKey OTHER = new ConnectionKey("acme", "u2", Provider.OUTLOOK);

    private static final int HELD = 4;

    private static VaultDatabase database;

    private CommandStage stage;

    @BeforeAll
    static void start() {
        database = new VaultDatabase();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void empty() {
        database.clear();
        stage = new CommandStage(database);
    }

    @Test
    void connecting_links_the_connection_and_stores_its_credential() {
        var inAnHour = java.time.Clock.systemUTC().instant().plus(1, ChronoUnit.HOURS);

        var outcome = stage.connect(
                KEY, "{\"refreshToken\": \"r-1\", \"accessToken\": \"a-1\", \"expiresAt\": \"" + inAnHour + "\"}");

        var credential = Objects.requireNonNull(stage.vault.tokens().read(KEY));
        assertThat(outcome).isEqualTo(Outcome.DONE);
        assertThat(stage.status(KEY)).isEqualTo("LINKED");
        assertThat(credential.refresh()).isEqualTo(new RefreshToken("r-1"));
        assertThat(Objects.requireNonNull(credential.access()).remaining().toMinutes())
                .isBetween(58L, 60L);
    }

    @Test
    void every_command_is_told_of_with_its_id_once_it_is_carried_out() {
        var connect = order(KEY);
        var half = stage.vault.pairs().newest();
        stage.carryOut(new ConnectionCommand.Connect(
                connect, half.keyId(), TestVault.seal(half.keyset(), KEY, "{\"refreshToken\": \"r-1\"}")));
        var pause = order(KEY);
        stage.carryOut(new ConnectionCommand.Pause(pause));
        var gone = order(KEY);
        stage.carryOut(new ConnectionCommand.Disconnect(gone));

        assertThat(stage.announced)
                .containsExactly(
                        new CommandStage.Announced(KEY, connect.commandId(), "LINKED"),
                        new CommandStage.Announced(KEY, pause.commandId(), "PAUSED"),
                        new CommandStage.Announced(KEY, gone.commandId(), "DISCONNECTED"));
    }

    @Test
    void a_credential_that_does_not_open_changes_nothing() {
        var half = stage.vault.pairs().newest();
        var sealedForOther = TestVault.seal(half.keyset(), OTHER, "{\"refreshToken\": \"r-1\"}");

        assertThatThrownBy(
                        () -> stage.carryOut(new ConnectionCommand.Connect(order(KEY), half.keyId(), sealedForOther)))
                .isInstanceOf(CredentialRejectedException.class);
        assertThat(stage.rows("connection")).isZero();
        assertThat(stage.rows("command")).isZero();
        assertThat(stage.announced).isEmpty();
    }

    @Test
    void a_provider_nobody_can_speak_to_is_not_connected() {
        stage.missing = Provider.OUTLOOK;

        assertThatThrownBy(() -> stage.connect(OTHER))
                .isInstanceOf(CommandRejectedException.class)
                .hasMessage("CONNECT asks for the provider outlook, for which this installation has no adapter");

        assertThat(stage.rows("connection")).isZero();
        assertThat(stage.rows("credential")).isZero();
        assertThat(stage.announced).isEmpty();
    }

    @Test
    void reconnecting_clears_the_failures_raises_the_fence_and_keeps_cursors_and_events() {
        stage.connect(KEY);
        stage.calendar(KEY, "main", true, "cursor-1");
        stage.event(KEY, "main", "e1", false);
        database.jdbc().sql("""
                UPDATE sync.connection
                   SET status = 'NEEDS_RECONNECT', consecutive_failures = 3,
                       failure_reason = 'GRANT_REVOKED', failure_message = 'gone', calendars_listed_at = now()
                """).update();
        long before = stage.fence(KEY);
        long version = Objects.requireNonNull(stage.vault.tokens().read(KEY)).version();

        stage.connect(KEY, "{\"refreshToken\": \"second\"}");

        var credential = Objects.requireNonNull(stage.vault.tokens().read(KEY));
        assertThat(stage.status(KEY)).isEqualTo("LINKED");
        assertThat(stage.fence(KEY)).isEqualTo(before + 1);
        assertThat(stage.text("SELECT consecutive_failures || coalesce(failure_reason, '-')"
                        + " || coalesce(failure_message, '-') || coalesce(calendars_listed_at::text, '-')"
                        + " FROM sync.connection"))
                .isEqualTo("0---");
        assertThat(credential.refresh()).isEqualTo(new RefreshToken("second"));
        assertThat(credential.version()).isEqualTo(version + 1);
        assertThat(stage.text("SELECT convert_from(cursor_sealed, 'UTF8') FROM sync.calendar"))
                .isEqualTo("cursor-1");
        assertThat(stage.rows("event")).isEqualTo(1);
    }

    @Test
    void a_repeated_command_changes_nothing() {
        var half = stage.vault.pairs().newest();
        var connect = new ConnectionCommand.Connect(
                order(KEY), half.keyId(), TestVault.seal(half.keyset(), KEY, "{\"refreshToken\": \"r-1\"}"));
        stage.carryOut(connect);
        var disconnect = new ConnectionCommand.Disconnect(order(KEY));
        stage.carryOut(disconnect);
        stage.connect(KEY, "{\"refreshToken\": \"r-2\"}");
        long fence = stage.fence(KEY);
        int told = stage.announced.size();

        assertThat(stage.carryOut(connect)).isEqualTo(Outcome.REPEATED);
        assertThat(stage.carryOut(disconnect)).isEqualTo(Outcome.REPEATED);

        assertThat(stage.fence(KEY)).isEqualTo(fence);
        assertThat(stage.announced).hasSize(told);
        assertThat(stage.revoked).containsExactly(new RefreshToken("r-1"));
        assertThat(Objects.requireNonNull(stage.vault.tokens().read(KEY)).refresh())
                .isEqualTo(new RefreshToken("r-2"));
    }

    @Test
    void disconnecting_revokes_erases_and_leaves_a_tombstone_for_every_event_ever_told_of() {
        stage.connect(KEY);
        stage.connect(OTHER);
        stage.calendar(KEY, "main", true, "cursor-1");
        var expected = new ArrayList<String>();
        for (int i = 0; i < 1_201; i++) {
            var calendar = i % 2 == 0 ? "main" : "side";
            stage.event(KEY, calendar, "e" + i, i % 3 == 0);
            expected.add(Keys.event(row(KEY), calendar, "e" + i));
        }
        stage.event(OTHER, "main", "theirs", false);
        long fence = stage.fence(KEY);

        stage.disconnect(KEY);

        assertThat(stage.revoked).containsExactly(new RefreshToken("refresh-of-u1"));
        assertThat(stage.outbox).extracting(OutboxRow::recordKey).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(stage.outbox).allSatisfy(row -> {
            assertThat(row.payload()).isNull();
            assertThat(row.sequence()).isNull();
            assertThat(row.connectionKey()).isEqualTo("acme/u1/google");
            assertThat(row.topic()).isEqualTo("calendar.event.changed.v1");
            assertThat(row.headers())
                    .containsEntry("ce_id", row.id().toString())
                    .containsEntry("ce_type", "io.kalends.event.changed.v1")
                    .containsEntry("ce_source", "/kalends/sync-worker");
        });
        assertThat(stage.status(KEY)).isEqualTo("DISCONNECTED");
        assertThat(stage.fence(KEY)).isEqualTo(fence + 1);
        assertThat(stage.vault.tokens().read(KEY)).isNull();
        assertThat(stage.rows("calendar")).isZero();
        assertThat(stage.rows("event")).isEqualTo(1);
        assertThat(stage.vault.tokens().read(OTHER)).isNotNull();
    }

    @Test
    void a_provider_that_does_not_take_the_grant_back_stops_nothing() {
        stage.connect(KEY);
        stage.providerFails = new IllegalStateException("no route to host");

        assertThat(stage.disconnect(KEY)).isEqualTo(Outcome.DONE);
        assertThat(stage.rows("credential")).isZero();
    }

    @Test
    void a_credential_that_no_longer_opens_can_still_be_erased() {
        stage.connect(KEY);
        database.jdbc()
                .sql("UPDATE sync.credential SET refresh_sealed = '\\x00'")
                .update();

        assertThat(stage.disconnect(KEY)).isEqualTo(Outcome.DONE);
        assertThat(stage.rows("credential")).isZero();
        assertThat(stage.revoked).isEmpty();
    }

    @Test
    void with_its_last_connection_a_tenants_data_key_is_destroyed_and_not_before() {
        stage.connect(KEY);
        stage.connect(OTHER);

        stage.disconnect(KEY);
        assertThat(stage.rows("tenant_key")).isEqualTo(1);

        stage.disconnect(OTHER);
        assertThat(stage.rows("tenant_key")).isZero();
    }

    @Test
    void a_worker_that_commits_late_is_fenced_and_resurrects_nothing() {
        stage.connect(KEY);
        long claimed = stage.fence(KEY);
        var refreshing = Objects.requireNonNull(stage.vault
                .tokens()
                .lease(
                        KEY,
                        Objects.requireNonNull(stage.vault.tokens().read(KEY)).version(),
                        java.time.Duration.ofSeconds(20)));

        stage.disconnect(KEY);

        assertThat(database.jdbc()
                        .sql("UPDATE sync.connection SET sequence = sequence + 1 WHERE fence = :fence")
                        .param("fence", claimed)
                        .update())
                .isZero();
        assertThat(stage.vault
                        .tokens()
                        .store(
                                refreshing,
                                new io.kalends.core.token.TokenEndpoint.Grant.Refreshed(
                                        new io.kalends.core.token.AccessToken("late", java.time.Duration.ofHours(1)),
                                        new RefreshToken("late"))))
                .isFalse();
        assertThat(stage.rows("credential")).isZero();
    }

    @Test
    void when_the_outbox_fails_nothing_is_erased_and_the_command_can_be_repeated() {
        stage.connect(KEY);
        stage.event(KEY, "main", "e1", false);
        var disconnect = new ConnectionCommand.Disconnect(order(KEY));
        var broken = stage.commands(_ -> {
            throw new DataAccessResourceFailureException("the database is away");
        });

        assertThatThrownBy(() -> broken.carryOut(disconnect)).isInstanceOf(DataAccessResourceFailureException.class);
        assertThat(stage.status(KEY)).isEqualTo("LINKED");
        assertThat(stage.rows("event")).isEqualTo(1);
        assertThat(stage.rows("credential")).isEqualTo(1);

        assertThat(stage.carryOut(disconnect)).isEqualTo(Outcome.DONE);
        assertThat(stage.outbox).hasSize(1);
    }

    @Test
    void fence_and_counter_go_on_after_a_disconnect_and_the_new_life_starts_with_a_listing() {
        stage.connect(KEY);
        database.jdbc().sql("""
                UPDATE sync.connection
                   SET sequence = 7, calendars_listed_at = now(), success_started_at = now(),
                       success_completed_at = now(), run_started_at = now()
                """).update();
        stage.disconnect(KEY);
        long fence = stage.fence(KEY);

        stage.connect(KEY);

        assertThat(stage.status(KEY)).isEqualTo("LINKED");
        assertThat(stage.fence(KEY)).isGreaterThan(fence);
        assertThat(stage.text("SELECT sequence FROM sync.connection")).isEqualTo("7");
        assertThat(stage.text("SELECT count(*) FROM sync.connection WHERE calendars_listed_at IS NULL"
                        + " AND success_started_at IS NULL AND run_started_at IS NULL"))
                .isEqualTo("1");
    }

    @Test
    void a_command_for_a_connection_nobody_knows_is_noted_and_tells_nothing() {
        for (var outcome : List.of(
                stage.disconnect(KEY),
                stage.select(KEY, "main"),
                stage.carryOut(new ConnectionCommand.Pause(order(KEY))),
                stage.carryOut(new ConnectionCommand.Resume(order(KEY))))) {
            assertThat(outcome).isEqualTo(Outcome.UNKNOWN_CONNECTION);
        }
        assertThat(stage.rows("connection")).isZero();
        assertThat(stage.rows("command")).isEqualTo(4);
        assertThat(stage.announced).isEmpty();
    }

    @Test
    void one_command_id_given_to_two_connections_is_carried_out_for_both() {
        stage.connect(KEY);
        stage.connect(OTHER);

        assertThat(stage.carryOut(new ConnectionCommand.Pause(new Order("bulk", KEY))))
                .isEqualTo(Outcome.DONE);
        assertThat(stage.carryOut(new ConnectionCommand.Pause(new Order("bulk", OTHER))))
                .isEqualTo(Outcome.DONE);
        assertThat(stage.status(OTHER)).isEqualTo("PAUSED");
    }

    @Test
    void selecting_opens_what_is_named_closes_what_is_not_and_ignores_what_is_unknown() {
        stage.connect(KEY);
        stage.calendar(KEY, "kept", true, "cursor-kept");
        stage.calendar(KEY, "unwanted", true, "cursor-unwanted");
        stage.calendar(KEY, "wanted", false, null);
        stage.calendar(KEY, "never", false, null);
        long fence = stage.fence(KEY);

        stage.select(KEY, "kept", "wanted", "stranger");

        assertThat(calendars())
                .containsExactly(
                        "kept chosen selected LIVE - cursor",
                        "never chosen - NEW - -",
                        "unwanted chosen - LIVE CLOSING cursor",
                        "wanted chosen selected NEW - -");
        assertThat(stage.fence(KEY)).isEqualTo(fence + 1);
    }

    @Test
    void a_calendar_selected_again_counts_as_not_read_in_the_run_under_way() {
        stage.connect(KEY);
        stage.calendar(KEY, "main", false, "cursor-1");
        database.jdbc()
                .sql("UPDATE sync.calendar SET walked_at = now(), walked_from = now(), full_from = now()")
                .update();

        stage.select(KEY, "main");

        assertThat(stage.text("SELECT count(*) FROM sync.calendar WHERE walked_at IS NULL AND walked_from IS NULL"
                        + " AND full_from IS NULL"))
                .isEqualTo("1");
    }

    @Test
    void a_choice_made_before_the_calendars_are_listed_is_rejected_and_not_lost_in_silence() {
        stage.connect(KEY);
        long fence = stage.fence(KEY);

        assertThatThrownBy(() -> stage.select(KEY, "main"))
                .isInstanceOf(CommandRejectedException.class)
                .hasMessageContaining("before the account's calendars were listed");

        assertThat(stage.fence(KEY)).isEqualTo(fence);
        assertThat(stage.rows("command")).isEqualTo(1);
        assertThat(stage.announced).hasSize(1);
    }

    @Test
    void a_calendar_that_was_being_closed_is_read_in_full_when_it_is_selected_again() {
        stage.connect(KEY);
        stage.calendar(KEY, "main", true, "cursor-1");
        stage.select(KEY);

        stage.select(KEY, "main");

        assertThat(calendars()).containsExactly("main chosen selected NEW - -");
    }

    @Test
    void a_paused_connection_resumes_where_it_stood() {
        stage.connect(KEY);
        stage.carryOut(new ConnectionCommand.Pause(order(KEY)));
        assertThat(stage.status(KEY)).isEqualTo("PAUSED");

        stage.carryOut(new ConnectionCommand.Resume(order(KEY)));
        assertThat(stage.status(KEY)).isEqualTo("LINKED");

        database.jdbc()
                .sql("UPDATE sync.connection SET success_completed_at = now()")
                .update();
        stage.carryOut(new ConnectionCommand.Pause(order(KEY)));
        stage.carryOut(new ConnectionCommand.Resume(order(KEY)));
        assertThat(stage.status(KEY)).isEqualTo("ACTIVE");
    }

    @Test
    void a_person_who_resumes_forgives_what_failed_before_the_pause() {
        stage.connect(KEY);
        stands("DISABLED", 6, "PROVIDER_TIMEOUT");
        stage.carryOut(new ConnectionCommand.Pause(order(KEY)));
        stage.carryOut(new ConnectionCommand.Resume(order(KEY)));

        assertThat(stage.status(KEY)).isEqualTo("LINKED");
        assertThat(stage.text("SELECT consecutive_failures || coalesce(failure_reason, '-') FROM sync.connection"))
                .isEqualTo("0-");
    }

    @Test
    void a_connection_that_needs_its_user_needs_them_after_a_pause_too() {
        stage.connect(KEY);
        stands("NEEDS_RECONNECT", 1, "GRANT_REVOKED");
        stage.carryOut(new ConnectionCommand.Pause(order(KEY)));
        var paused = stage.status(KEY);
        stage.carryOut(new ConnectionCommand.Resume(order(KEY)));

        assertThat(paused).isEqualTo("PAUSED");
        assertThat(stage.status(KEY)).isEqualTo("NEEDS_RECONNECT");
        assertThat(stage.text("SELECT failure_reason FROM sync.connection")).isEqualTo("GRANT_REVOKED");
    }

    @Test
    void whoever_connects_anew_is_under_no_limit_of_before() {
        stage.connect(KEY);
        database.jdbc().sql("UPDATE sync.connection SET limited_since = now()").update();

        stage.connect(KEY, "{\"refreshToken\": \"second\"}");

        assertThat(stage.text("SELECT count(*) FROM sync.connection WHERE limited_since IS NULL"))
                .isEqualTo("1");
    }

    private static void stands(String status, int failures, String reason) {
        database.jdbc()
                .sql("""
                UPDATE sync.connection
                   SET status = :status, consecutive_failures = :failures, failure_reason = :reason,
                       failure_message = 'so it is'
                """)
                .param("status", status)
                .param("failures", failures)
                .param("reason", reason)
                .update();
    }

    @Test
    void resuming_what_is_not_paused_changes_nothing_and_is_answered() {
        stage.connect(KEY);
        database.jdbc()
                .sql("UPDATE sync.connection SET status = 'NEEDS_RECONNECT'")
                .update();
        long fence = stage.fence(KEY);

        assertThat(stage.carryOut(new ConnectionCommand.Resume(order(KEY)))).isEqualTo(Outcome.DONE);
        assertThat(stage.status(KEY)).isEqualTo("NEEDS_RECONNECT");
        assertThat(stage.fence(KEY)).isEqualTo(fence);
        assertThat(stage.announced).hasSize(2);
    }

    @Test
    void releasing_tells_the_held_deletions_raises_the_fence_and_is_done_once() {
        held();
        var fence = stage.fence(KEY);
        var release = new ConnectionCommand.ReleaseDeletions(order(KEY), calendars("main"));

        var outcome = stage.carryOut(release);
        var told = stage.outbox.size();
        var again = stage.carryOut(release);

        assertThat(outcome).isEqualTo(Outcome.DONE);
        assertThat(again).isEqualTo(Outcome.REPEATED);
        assertThat(told).isEqualTo(HELD);
        assertThat(stage.outbox).hasSize(told);
        assertThat(stage.fence(KEY)).isEqualTo(fence + 1);
        assertThat(stage.text("SELECT count(*) FROM sync.event WHERE gone")).isEqualTo(String.valueOf(HELD));
        assertThat(stage.text("SELECT count(*) FROM sync.calendar WHERE held_at IS NOT NULL"))
                .isEqualTo("0");
    }

    @Test
    void discarding_deletes_nothing_and_has_the_calendar_read_in_full() {
        held();

        var outcome = stage.carryOut(new ConnectionCommand.DiscardDeletions(order(KEY), Set.of()));

        assertThat(outcome).isEqualTo(Outcome.DONE);
        assertThat(stage.outbox).isEmpty();
        assertThat(stage.text("SELECT count(*) FROM sync.event WHERE gone OR doomed_in IS NOT NULL OR waits"))
                .isEqualTo("0");
        assertThat(stage.text("SELECT count(*) FROM sync.calendar WHERE cursor_sealed IS NULL AND held_at IS NULL"))
                .isEqualTo("1");
    }

    @Test
    void deciding_on_calendars_the_connection_does_not_have_is_rejected_without_naming_them() {
        held();

        assertThatThrownBy(() -> stage.carryOut(
                        new ConnectionCommand.ReleaseDeletions(order(KEY), calendars("main", "stranger"))))
                .isInstanceOf(CommandRejectedException.class)
                .hasMessageContaining("1 of 2 calendars")
                .hasMessageNotContaining("stranger");
        assertThat(stage.outbox).isEmpty();
        assertThat(stage.text("SELECT count(*) FROM sync.calendar WHERE held_at IS NOT NULL"))
                .isEqualTo("1");
    }

    @Test
    void a_calendar_that_is_deselected_is_held_no_longer() {
        held();
        stage.calendar(KEY, "other", true, "cursor");

        stage.select(KEY, "other");

        assertThat(stage.text("SELECT walk FROM sync.calendar WHERE calendar_id = 'main' AND held_at IS NULL"))
                .isEqualTo("CLOSING");
    }

    /// A calendar of a connection in which deletions wait, more of them than one batch.
    private void held() {
        stage.connect(KEY);
        stage.calendar(KEY, "main", true, "cursor");
        for (int number = 0; number < HELD; number++) {
            stage.event(KEY, "main", "event-" + number, false);
        }
        stage.event(KEY, "main", "there", false);
        database.jdbc()
                .sql("UPDATE sync.event SET doomed_in = 1, waits = true WHERE event_id <> 'there'")
                .update();
        database.jdbc()
                .sql("UPDATE sync.calendar SET held_at = now(), held_deletions = 4, held_events = 5")
                .update();
    }

    private static Set<CalendarId> calendars(String... ids) {
        return Stream.of(ids).map(CalendarId::new).collect(Collectors.toSet());
    }

    @Test
    void pausing_a_disconnected_connection_does_not_bring_it_back() {
        stage.connect(KEY);
        stage.disconnect(KEY);

        stage.carryOut(new ConnectionCommand.Pause(order(KEY)));

        assertThat(stage.status(KEY)).isEqualTo("DISCONNECTED");
    }

    private List<String> calendars() {
        return database.jdbc().sql("""
                SELECT calendar_id
                       || CASE WHEN chosen THEN ' chosen' ELSE ' -' END
                       || CASE WHEN selected THEN ' selected ' ELSE ' - ' END
                       || status || ' ' || coalesce(walk, '-')
                       || CASE WHEN cursor_sealed IS NULL THEN ' -' ELSE ' cursor' END
                  FROM sync.calendar
                 ORDER BY calendar_id
                """).query(String.class).list();
    }
}
