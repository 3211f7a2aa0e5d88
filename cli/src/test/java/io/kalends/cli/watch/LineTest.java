package io.kalends.cli.watch;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.kalends.schemas.v1.CalendarEvent;
import io.kalends.schemas.v1.CalendarEventChanged;
import io.kalends.schemas.v1.ChangeReason;
import io.kalends.schemas.v1.EventChange;
import io.kalends.schemas.v1.EventStatus;
import io.kalends.schemas.v1.FailureCategory;
import io.kalends.schemas.v1.FailureReason;
import io.kalends.schemas.v1.SyncFailed;

import static org.assertj.core.api.Assertions.assertThat;

class LineTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void a_change_says_who_what_and_when() {
        var line = Line.of("acme/anna/google", changed("Stand-up"));

        assertThat(line)
                .isEqualTo("12:00:00  acme/anna/google             UPSERTED    2026-03-01 12:00  Stand-up  (DELTA #7)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\u001b[31mred'|' [31mred'",
                "'two\nlines'|'two lines'",
                "'\u202eevil'|' evil'",
                "'👨\u200d👩'|'👨\u200d👩'"
            })
    void a_title_cannot_steer_the_terminal(String title, String shown) {
        assertThat(Line.of("acme/anna/google", changed(title))).contains("  " + shown + "  (");
    }

    @Test
    void a_long_title_is_cut() {
        assertThat(Line.of("acme/anna/google", changed("x".repeat(500))))
                .hasSizeLessThan(160)
                .contains("x…");
    }

    @Test
    void a_failure_says_who_has_to_act_and_how_often_it_happened() {
        var failed = SyncFailed.newBuilder()
                .setEventId("e")
                .setTenantId("acme")
                .setUserId("anna")
                .setProvider("google")
                .setOccurredAt(NOON)
                .setSequence(8)
                .setRequestId("r")
                .setCategory(FailureCategory.AUTH)
                .setReason(FailureReason.GRANT_REVOKED)
                .setMessage("invalid_grant")
                .setConsecutiveFailures(1)
                .setDisabled(true)
                .build();

        assertThat(Line.of("acme/anna/google", failed))
                .endsWith("FAILED      AUTH GRANT_REVOKED: invalid_grant (1 in a row), disabled");
    }

    private static CalendarEventChanged changed(String title) {
        return CalendarEventChanged.newBuilder()
                .setEventId("e")
                .setTenantId("acme")
                .setUserId("anna")
                .setProvider("google")
                .setOccurredAt(NOON)
                .setSequence(7)
                .setCalendarId("c")
                .setExternalEventId("x")
                .setChange(EventChange.UPSERTED)
                .setReason(ChangeReason.DELTA)
                .setEvent(CalendarEvent.newBuilder()
                        .setTitle(title)
                        .setStart(NOON)
                        .setEnd(NOON.plusSeconds(900))
                        .setAllDay(false)
                        .setStatus(EventStatus.CONFIRMED)
                        .setAttendees(List.of())
                        .build())
                .build();
    }
}
