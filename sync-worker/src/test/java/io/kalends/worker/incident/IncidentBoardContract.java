package io.kalends.worker.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import io.kalends.core.connection.Provider;
import io.kalends.core.incident.Incident;
import io.kalends.core.incident.IncidentBoard;
import io.kalends.core.incident.IncidentKind;
import io.kalends.core.incident.Standing;

import static org.assertj.core.api.Assertions.assertThat;

/// What any board promises.
abstract class IncidentBoardContract {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Standing OPEN = new Standing.Open(NOON, NOON.plusSeconds(15), 0);

    abstract IncidentBoard board();

    @Test
    void a_board_is_empty_and_knows_the_time() {
        var sight = board().look();

        assertThat(sight.incidents()).isEmpty();
        assertThat(sight.now()).isAfter(Instant.EPOCH);
        assertThat(board().look().now()).isAfterOrEqualTo(sight.now());
    }

    @Test
    void every_standing_is_read_as_it_was_written() {
        var first = incident(IncidentKind.OUTAGE, OPEN, 1);
        var second = incident(IncidentKind.OUTAGE, new Standing.Recovering(NOON.plusSeconds(60)), 2);
        var third = incident(IncidentKind.OUTAGE, new Standing.Closed(NOON.plusSeconds(90)), 3);

        assertThat(board().replace(null, first)).isTrue();
        assertThat(board().look().incidents()).containsExactly(first);
        assertThat(board().replace(first, second)).isTrue();
        assertThat(board().look().incidents()).containsExactly(second);
        assertThat(board().replace(second, third)).isTrue();
        assertThat(board().look().incidents()).containsExactly(third);
    }

    @Test
    void kinds_and_providers_stand_side_by_side() {
        var outage = incident(IncidentKind.OUTAGE, OPEN, 1);
        var rejected = incident(IncidentKind.CLIENT_REJECTED, OPEN, 1);

        board().replace(null, outage);
        board().replace(null, rejected);

        assertThat(board().look().incidents()).containsExactlyInAnyOrder(outage, rejected);
    }

    @Test
    void of_two_who_saw_the_same_only_the_first_is_heard() {
        var seen = incident(IncidentKind.OUTAGE, OPEN, 1);
        board().replace(null, seen);
        var one = incident(IncidentKind.OUTAGE, new Standing.Recovering(NOON.plus(Duration.ofMinutes(1))), 2);
        var other = incident(IncidentKind.OUTAGE, new Standing.Closed(NOON.plus(Duration.ofMinutes(2))), 2);

        assertThat(board().replace(null, seen)).isFalse();
        assertThat(board().replace(seen, one)).isTrue();
        assertThat(board().replace(seen, other)).isFalse();
        assertThat(board().look().incidents()).containsExactly(one);
    }

    private static Incident incident(IncidentKind kind, Standing standing, long version) {
        return new Incident(Provider.GOOGLE, kind, new UUID(1, 2), standing, NOON, "503 backendError", version);
    }
}
