package io.kalends.simulator;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.client.util.ClassInfo;
import com.google.api.client.util.DateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.kalends.simulator.google.GoogleUser;

import static org.assertj.core.api.Assertions.assertThat;

class PublishedFieldsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MODEL = "com.google.api.services.calendar.model.";

    private final PublishedFields published = PublishedFields.ofGoogle();

    @Test
    void the_list_is_what_google_s_own_client_knows() throws ClassNotFoundException {
        for (var type : published.types().properties()) {
            var model = ClassInfo.of(Class.forName(MODEL + type.getKey().replace('.', '$')));
            var known = new TreeMap<String, String>();
            model.getNames()
                    .forEach(name ->
                            known.put(name, name(model.getFieldInfo(name).getGenericType())));

            var listed = new TreeMap<String, String>();
            type.getValue()
                    .properties()
                    .forEach(
                            field -> listed.put(field.getKey(), field.getValue().asText()));
            assertThat(listed).as(type.getKey()).isEqualTo(known);
        }
    }

    @Test
    void a_document_with_an_unknown_field_or_a_wrong_type_is_found_out() throws IOException {
        var document = JSON.readTree("""
                {"kind": "calendar#events", "colour": "red", "items": [{"sequence": "1", "start": {"dateTime": "noon"}}]}
                """);

        assertThat(published.violations("Events", document))
                .hasSize(3)
                .anyMatch(violation -> violation.startsWith("Events.colour"))
                .anyMatch(violation -> violation.startsWith("Events.items[].sequence"))
                .anyMatch(violation -> violation.startsWith("Events.items[].start.dateTime"));
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void every_answer_carries_published_fields_only(long seed) throws Exception {
        var clock = new MovableClock();
        try (var simulator = ProviderSimulator.start(
                        SimulatorSettings.defaults(clock).withSeed(seed));
                var wire = new Wire(simulator)) {
            var user = simulator.google().addUser("anna@example.com");
            user.addCalendar("Second").hide(true);
            user.addCalendar("Third").remove();
            simulator.google().mutate(user, 150);
            var read = new Reader(wire, user);

            var full = read.events("singleEvents=true&showDeleted=true&maxResults=2500");
            var masters = read.events("maxResults=2500");
            clock.advance(Duration.ofMinutes(1));
            simulator.google().mutate(user, 60);
            read.events("syncToken=" + Wire.encoded(masters.get("nextSyncToken").asText()));
            read.list("showHidden=true&showDeleted=true");
            read.list("");
            for (var item : full.get("items")) {
                read.check("Event", "calendars/primary/events/" + item.get("id").asText());
            }

            assertThat(full.get("items")).hasSizeGreaterThan(20);
        }
    }

    private static String name(Type type) {
        if (type instanceof ParameterizedType generic) {
            var inner = name(generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1]);
            return generic.getRawType() == List.class ? inner + "[]" : "{" + inner + "}";
        }
        if (type == String.class) {
            return "string";
        }
        if (type == Boolean.class) {
            return "boolean";
        }
        if (type == Integer.class || type == Long.class) {
            return "integer";
        }
        if (type == Object.class) {
            return "any";
        }
        return type == DateTime.class
                ? "time"
                : type.getTypeName().substring(MODEL.length()).replace('$', '.');
    }

    private final class Reader {
        private final Wire wire;
        private final String token;

        Reader(Wire wire, GoogleUser user) {
            this.wire = wire;
            this.token = user.issueAccessToken();
        }

        JsonNode events(String query) throws Exception {
            return check("Events", "calendars/primary/events?" + query);
        }

        JsonNode list(String query) throws Exception {
            return check("CalendarList", "users/me/calendarList?" + query);
        }

        JsonNode check(String type, String address) throws Exception {
            var answer = wire.get("calendar/v3/" + address, "Authorization", "Bearer " + token);
            assertThat(answer.statusCode()).as(address).isEqualTo(200);
            var document = JSON.readTree(answer.body());
            assertThat(published.violations(type, document)).as(address).isEmpty();
            return document;
        }
    }
}
