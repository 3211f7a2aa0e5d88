package io.kalends.health.projection;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.kalends.health.projection.Fact.Completed;
import io.kalends.health.projection.Fact.Deferred;
import io.kalends.health.projection.Fact.Moved;
import io.kalends.schemas.ConnectionKey;

import static org.assertj.core.api.Assertions.assertThat;

class IncidentTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofHours(1);

    @ParameterizedTest(name = "{0} is a reason to wait for {1}: {2}")
    @CsvSource({
        "PROVIDER_INCIDENT, OUTAGE, true",
        "PROVIDER_INCIDENT, TOKEN_OUTAGE, true",
        "PROVIDER_INCIDENT, APPLICATION_LIMIT, true",
        "PROVIDER_INCIDENT, UNKNOWN, true",
        "PROVIDER_INCIDENT, CLIENT_REJECTED, false",
        "OPERATOR_INCIDENT, CLIENT_REJECTED, true",
        "OPERATOR_INCIDENT, API_NOT_ENABLED, true",
        "OPERATOR_INCIDENT, APPLICATION_LIMIT, true",
        "OPERATOR_INCIDENT, OUTAGE, false",
        "RATE_LIMIT, APPLICATION_LIMIT, true",
        "RATE_LIMIT, OUTAGE, false",
        "NEXT_SLICE, CLIENT_REJECTED, false"
    })
    void a_connection_waits_for_an_incident_of_the_kind_it_was_put_off_for(
            String reason, IncidentKind kind, boolean waits) {
        var incident = open("google", kind, 0);

        assertThat(Incident.delaying(putOff("google", reason), List.of(incident)))
                .isEqualTo(waits ? incident : null);
    }

    @Test
    void nobody_waits_for_what_is_over_or_happens_elsewhere() {
        var connection = putOff("google", "PROVIDER_INCIDENT");

        assertThat(Incident.delaying(connection, List.of())).isNull();
        assertThat(Incident.delaying(connection, List.of(open("outlook", IncidentKind.OUTAGE, 0))))
                .isNull();
        assertThat(Incident.delaying(connection, List.of(incident("google", IncidentKind.OUTAGE, 0, "CLOSED", NOON))))
                .isNull();
        assertThat(Incident.delaying(connection.with(completed(9)), List.of(open("google", IncidentKind.OUTAGE, 0))))
                .isNull();
        assertThat(Incident.delaying(
                        connection.with(moved(9, ConnectionState.PAUSED)),
                        List.of(open("google", IncidentKind.OUTAGE, 0))))
                .isNull();
    }

    @Test
    void of_several_incidents_the_oldest_is_named() {
        var older = open("google", IncidentKind.TOKEN_OUTAGE, 10);
        var younger = open("google", IncidentKind.OUTAGE, 20);

        assertThat(Incident.delaying(putOff("google", "PROVIDER_INCIDENT"), List.of(younger, older)))
                .isEqualTo(older);
    }

    @Test
    void while_it_waits_for_an_incident_a_connection_is_neither_stale_nor_short_of_a_token() {
        var late = putOff("google", "PROVIDER_INCIDENT").with(completed(1));
        var muchLater = NOON.plus(Duration.ofHours(5));

        assertThat(Warning.about(late, muchLater, PATIENCE, List.of()))
                .containsExactly(Warning.STALE, Warning.TOKEN_EXPIRED);
        assertThat(Warning.about(late, muchLater, PATIENCE, List.of(open("google", IncidentKind.OUTAGE, 0))))
                .containsExactly(Warning.INCIDENT);
    }

    @Test
    void an_incident_is_open_until_it_is_told_to_be_over() {
        assertThat(incident("google", IncidentKind.OUTAGE, 0, "RECOVERING", null)
                        .open())
                .isTrue();
        assertThat(incident("google", IncidentKind.OUTAGE, 0, "UNKNOWN", null).open())
                .isTrue();
        assertThat(incident("google", IncidentKind.OUTAGE, 0, "UNKNOWN", NOON).open())
                .isFalse();
        assertThat(incident("google", IncidentKind.OUTAGE, 0, "CLOSED", null).open())
                .isFalse();
    }

    private static ConnectionModel putOff(String provider, String reason) {
        var key = new ConnectionKey("acme", "u1", provider);
        return ConnectionModel.unknown(key)
                .with(moved(1, ConnectionState.ACTIVE))
                .with(new Deferred("d", key, 2, null, NOON, reason, NOON.plusSeconds(600)));
    }

    private static Moved moved(long sequence, ConnectionState state) {
        return new Moved(
                "m" + sequence,
                new ConnectionKey("acme", "u1", "google"),
                sequence,
                null,
                NOON,
                state,
                null,
                null,
                null,
                0,
                0,
                0,
                List.of());
    }

    private static Completed completed(long sequence) {
        return new Completed(
                "c" + sequence,
                new ConnectionKey("acme", "u1", "google"),
                sequence,
                null,
                NOON,
                "DELTA",
                "SCHEDULE",
                NOON,
                1,
                1,
                0,
                NOON.plusSeconds(60));
    }

    private static Incident open(String provider, IncidentKind kind, long second) {
        return incident(provider, kind, second, "OPEN", null);
    }

    private static Incident incident(
            String provider, IncidentKind kind, long second, String state, @Nullable Instant closedAt) {
        var openedAt = NOON.plusSeconds(second);
        return new Incident(provider, kind, "i" + second, 1, state, openedAt, closedAt, null, "down", openedAt);
    }
}
