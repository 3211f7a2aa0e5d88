package io.kalends.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import io.kalends.schemas.ConnectionKey;
import io.kalends.schemas.Keys;
import io.kalends.schemas.Topics;
import io.kalends.schemas.v1.ConnectionStatus;
import io.kalends.schemas.v1.DeferReason;
import io.kalends.schemas.v1.IncidentChanged;
import io.kalends.schemas.v1.IncidentKind;
import io.kalends.schemas.v1.IncidentState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class IncidentsIT {

    private final Stack stack = Stack.shared();
    private final Map<String, IncidentChanged> told = new HashMap<>();

    /// Incidents concern everybody; the tests after this one shall find none.
    @AfterEach
    void close_what_was_opened() {
        List.copyOf(told.values()).forEach(incident -> tell(over(incident, 1_000)));
        await().untilAsserted(() -> assertThat(incidents("open")).isEmpty());
    }

    /// What other tests have told of incidents is newer than what these begin with.
    @BeforeEach
    void nothing_is_known() {
        stack.jdbc().sql("DELETE FROM health.incident").update();
    }

    @Test
    void an_incident_is_answered_until_it_is_over_and_makes_the_whole_degraded() {
        var opened = Messages.incident("google", IncidentKind.OUTAGE, 1).build();

        tell(opened);

        await().untilAsserted(() -> {
            var incident = only(incidents("open"));
            assertThat(incident.propertyNames())
                    .containsExactly(
                            "incidentId",
                            "provider",
                            "kind",
                            "state",
                            "openedAt",
                            "closedAt",
                            "probeAt",
                            "message",
                            "needsOperator");
            assertThat(incident.get("provider").asString()).isEqualTo("google");
            assertThat(incident.get("kind").asString()).isEqualTo("OUTAGE");
            assertThat(incident.get("state").asString()).isEqualTo("OPEN");
            assertThat(incident.get("openedAt").asString()).isEqualTo(Messages.NOON.toString());
            assertThat(incident.get("closedAt").isNull()).isTrue();
            assertThat(incident.get("message").asString()).isEqualTo("Calls fail with 503.");
        });
        var whole = health("?tenantId=nobody");
        assertThat(whole.get("status").asString()).isEqualTo("degraded");
        assertThat(whole.at("/incidents/0/kind").asString()).isEqualTo("OUTAGE");
        var elsewhere = health("?tenantId=nobody&provider=outlook");
        assertThat(elsewhere.get("status").asString()).isEqualTo("healthy");
        assertThat(elsewhere.get("incidents").isEmpty()).isTrue();

        tell(over(opened, 2));

        await().untilAsserted(() -> assertThat(incidents("open")).isEmpty());
        assertThat(health("?tenantId=nobody").get("status").asString()).isEqualTo("healthy");
        assertThat(incidents("all"))
                .filteredOn(incident -> incident.get("incidentId").asString().equals(opened.getIncidentId()))
                .singleElement()
                .satisfies(incident -> assertThat(incident.get("closedAt").asString())
                        .isEqualTo(Messages.NOON.plusSeconds(120).toString()));
    }

    @Test
    void an_older_or_equal_version_changes_nothing() {
        var recovering = Messages.incident("google", IncidentKind.TOKEN_OUTAGE, 5)
                .setState(IncidentState.RECOVERING)
                .build();
        var lasting = Messages.incident("outlook", IncidentKind.TOKEN_OUTAGE, 1).build();
        tell(recovering);
        tell(lasting);

        tell(IncidentChanged.newBuilder(recovering)
                .setVersion(4)
                .setMessage("older")
                .build());
        tell(IncidentChanged.newBuilder(recovering).setMessage("equal").build());
        tell(IncidentChanged.newBuilder(lasting)
                .setVersion(2)
                .setMessage("newer")
                .build());

        await().untilAsserted(() -> assertThat(incidents("open"))
                .extracting(incident -> incident.get("message").asString())
                .containsExactlyInAnyOrder("Calls fail with 503.", "newer"));
        // What was told of Google is on one partition, in order: once this is there, the others were read.
        tell(IncidentChanged.newBuilder(recovering)
                .setVersion(6)
                .setProbeAt(null)
                .build());
        await().untilAsserted(() -> assertThat(incidents("open"))
                .filteredOn(incident -> incident.get("provider").asString().equals("google"))
                .singleElement()
                .satisfies(incident -> {
                    assertThat(incident.get("probeAt").isNull()).isTrue();
                    assertThat(incident.get("message").asString()).isEqualTo("Calls fail with 503.");
                    assertThat(incident.get("state").asString()).isEqualTo("RECOVERING");
                }));
    }

    @Test
    void a_connection_that_waits_for_an_incident_names_it_and_is_not_called_stale() {
        var key = new ConnectionKey("waits", "u1", "google");
        stack.publish(
                Messages.changed(key, 1, ConnectionStatus.ACTIVE)
                        .setOccurredAt(Messages.NOON.minus(Duration.ofHours(9)))
                        .setTokenExpiresAt(Messages.NOON.minus(Duration.ofHours(8)))
                        .build(),
                key);
        stack.publish(
                Messages.deferred(key, 2)
                        .setReason(DeferReason.OPERATOR_INCIDENT)
                        .build(),
                key);
        await().untilAsserted(() -> assertThat(warnings("waits")).containsExactly("STALE", "TOKEN_EXPIRED"));

        tell(Messages.incident("google", IncidentKind.CLIENT_REJECTED, 1).build());

        await().untilAsserted(() -> assertThat(warnings("waits")).containsExactly("INCIDENT"));
        var waiting = health("?tenantId=waits").at("/syncs/0/waiting");
        assertThat(waiting.get("reason").asString()).isEqualTo("OPERATOR_INCIDENT");
        assertThat(waiting.at("/incident/kind").asString()).isEqualTo("CLIENT_REJECTED");
        assertThat(waiting.at("/incident/needsOperator").asBoolean()).isTrue();
        assertThat(Http.json(stack.http().get("/api/calendar/connections/waits/u1/google"))
                        .at("/connection/waiting/incident/openedAt")
                        .asString())
                .isEqualTo(Messages.NOON.toString());
    }

    @Test
    void open_incidents_are_counted_by_provider_and_kind() {
        tell(Messages.incident("outlook", IncidentKind.APPLICATION_LIMIT, 1).build());

        await().untilAsserted(
                        () -> assertThat(gauge("outlook", "APPLICATION_LIMIT")).isEqualTo(1));
        assertThat(gauge("google", "APPLICATION_LIMIT")).isZero();
    }

    @Test
    void an_incident_of_a_provider_that_there_is_not_is_set_aside_and_others_are_read_on() {
        var elsewhere = Messages.incident("icloud", IncidentKind.OUTAGE, 1).build();
        stack.publish(elsewhere);
        // Under the same key, so that it comes after it.
        stack.publish(
                stack.topics().incidentChanged(),
                Keys.incident("icloud", "OUTAGE"),
                Messages.incident("outlook", IncidentKind.API_NOT_ENABLED, 1).build());
        told.put(
                "after",
                Messages.incident("outlook", IncidentKind.API_NOT_ENABLED, 1).build());

        await().untilAsserted(() -> assertThat(incidents("open"))
                .extracting(incident -> incident.get("kind").asString())
                .containsExactly("API_NOT_ENABLED"));
        assertThat(stack.read(Topics.deadLetters(stack.topics().incidentChanged()), 1))
                .extracting(ConsumerRecord::value)
                .contains(stack.encode(elsewhere));
    }

    @Test
    void a_state_that_there_is_not_is_refused() {
        var answer = stack.http().get("/api/calendar/incidents?state=closed");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Http.json(answer).get("code").asString()).isEqualTo("unknown-state");
    }

    private void tell(IncidentChanged incident) {
        told.merge(
                incident.getProvider() + incident.getKind(),
                incident,
                (known, newer) -> newer.getVersion() > known.getVersion() ? newer : known);
        stack.publish(incident);
    }

    private static IncidentChanged over(IncidentChanged incident, long version) {
        return IncidentChanged.newBuilder(incident)
                .setVersion(version)
                .setState(IncidentState.CLOSED)
                .setClosedAt(Messages.NOON.plusSeconds(120))
                .build();
    }

    private List<JsonNode> incidents(String state) {
        return new ArrayList<>(Http.json(stack.http().get("/api/calendar/incidents?state=" + state))
                .get("incidents")
                .valueStream()
                .toList());
    }

    private static JsonNode only(List<JsonNode> nodes) {
        assertThat(nodes).hasSize(1);
        return nodes.getFirst();
    }

    private JsonNode health(String query) {
        return Http.json(stack.http().get("/api/calendar/health" + query));
    }

    private List<String> warnings(String tenant) {
        return health("?tenantId=" + tenant)
                .at("/syncs/0/warnings")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    private double gauge(String provider, String kind) {
        return stack.http()
                .get("/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith("kalends_health_incidents_open{"))
                .filter(line -> line.contains("\"" + provider + "\"") && line.contains("\"" + kind + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElse(-1);
    }
}
