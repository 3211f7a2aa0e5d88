package io.kalends.simulator;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.graph.models.Calendar;
import com.microsoft.graph.models.CalendarCollectionResponse;
import com.microsoft.graph.models.Event;
import com.microsoft.graph.models.EventCollectionResponse;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.graph.users.item.calendars.item.calendarview.delta.DeltaGetResponse;
import com.microsoft.kiota.serialization.Parsable;
import com.microsoft.kiota.serialization.ValuedEnum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.kalends.simulator.microsoft.MicrosoftUser;

import static org.assertj.core.api.Assertions.assertThat;

/// Microsoft's answers against the fields that Microsoft's client knows.
class GraphFieldsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WINDOW = "startDateTime=2026-10-01&endDateTime=2027-03-01";

    private static final Map<Class<?>, String> WORDS = Map.of(
            String.class, "string",
            Boolean.class, "boolean",
            Integer.class, "integer",
            Double.class, "number",
            OffsetDateTime.class, "time",
            LocalDate.class, "time");

    private final PublishedFields published = PublishedFields.ofGraph();

    @Test
    void the_list_is_what_microsoft_s_own_client_knows() throws ReflectiveOperationException {
        var known = new TreeMap<String, Object>();
        for (var root : List.of(
                Event.class,
                Calendar.class,
                EventCollectionResponse.class,
                CalendarCollectionResponse.class,
                DeltaGetResponse.class,
                ODataError.class)) {
            collect(root, known);
        }

        var listed = new TreeMap<String, Object>();
        published.types().properties().stream()
                .filter(type -> !type.getKey().endsWith("+"))
                .forEach(type -> listed.put(type.getKey(), JSON.convertValue(type.getValue(), Object.class)));
        assertThat(listed).isEqualTo(known);
    }

    @Test
    void a_document_with_an_unknown_field_a_wrong_word_or_a_wrong_type_is_found_out() throws Exception {
        var document = JSON.readTree("""
                {"colour": "red", "showAs": "maybe", "isAllDay": "yes", "start": null, "createdDateTime": "noon"}
                """);

        assertThat(published.violations("Event", document)).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({"21, true", "22, false"})
    void every_answer_carries_published_fields_only(long seed, boolean immutable) throws Exception {
        var clock = new MovableClock();
        try (var simulator = ProviderSimulator.start(
                        SimulatorSettings.defaults(clock).withSeed(seed));
                var wire = new Wire(simulator)) {
            var user = simulator.microsoft().addUser("ben@example.com");
            user.addCalendar("Second");
            simulator.microsoft().mutate(user, 150);
            var read = new Reader(wire, user, immutable);

            var delta = read.check("DeltaGetResponse", "me/calendarView/delta?" + WINDOW);
            clock.advance(Duration.ofMinutes(1));
            simulator.microsoft().mutate(user, 60);
            var later = read.check(
                    "DeltaGetResponse",
                    "me/calendarView/delta?"
                            + delta.get("@odata.deltaLink").asText().replaceAll(".*\\?", ""));
            var view = read.check("EventCollectionResponse", "me/calendarView?$top=500&" + WINDOW);
            read.check("CalendarCollectionResponse", "me/calendars");
            read.check("Calendar", "me/calendar");
            for (var event : view.get("value")) {
                read.check("Event", "me/events/" + Wire.encoded(event.get("id").asText()));
            }
            read.refused("me/calendars/nonsense");

            assertThat(view.get("value")).hasSizeGreaterThan(20);
            assertThat(later.get("value")).anyMatch(row -> row.has("@removed"));
        }
    }

    /// The types that `type` is made of, as the model has them; what leads away from events is not followed.
    private static void collect(Class<?> type, Map<String, Object> known) throws ReflectiveOperationException {
        if (known.containsKey(name(type))) {
            return;
        }
        if (type.isEnum()) {
            known.put(
                    name(type),
                    Stream.of(type.getEnumConstants())
                            .map(constant -> ((ValuedEnum) constant).getValue())
                            .toList());
            return;
        }
        var fields = new TreeMap<String, String>();
        known.put(name(type), fields);
        var model = (Parsable) type.getConstructor().newInstance();
        for (var field : model.getFieldDeserializers().keySet()) {
            var returned = type.getMethod(getter(field)).getGenericReturnType();
            fields.put(field, word(returned));
            var inner = inner(returned);
            if (isFollowed(inner)) {
                collect(inner, known);
            }
        }
    }

    private static boolean isFollowed(Class<?> type) {
        var leadsAway = List.of(
                "Attachment",
                "CalendarPermission",
                "Extension",
                "MultiValueLegacyExtendedProperty",
                "SingleValueLegacyExtendedProperty");
        return (Parsable.class.isAssignableFrom(type) || type.isEnum()) && !leadsAway.contains(type.getSimpleName());
    }

    private static String getter(String field) {
        return Stream.of(field.replace("@", "").split("[.-]", -1))
                .map(GraphFieldsTest::capital)
                .reduce("get", String::concat);
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private static Class<?> inner(Type type) {
        return type instanceof ParameterizedType list ? (Class<?>) list.getActualTypeArguments()[0] : (Class<?>) type;
    }

    private static String word(Type type) {
        var inner = inner(type);
        var word = WORDS.getOrDefault(inner, isFollowed(inner) ? name(inner) : "any");
        return type instanceof ParameterizedType ? word + "[]" : word;
    }

    private static String name(Class<?> type) {
        return type.getSimpleName();
    }

    private final class Reader {
        private final Wire wire;
        private final String[] headers;

        Reader(Wire wire, MicrosoftUser user, boolean immutable) {
            this.wire = wire;
            this.headers = new String[] {
                "Authorization",
                "Bearer " + user.issueAccessToken(),
                "Prefer",
                "odata.maxpagesize=1000" + (immutable ? ", IdType=\"ImmutableId\"" : "")
            };
        }

        JsonNode check(String type, String address) throws Exception {
            return check(type, address, 200);
        }

        void refused(String address) throws Exception {
            check("ODataError", address, 404);
        }

        private JsonNode check(String type, String address, int status) throws Exception {
            var answer = wire.get("v1.0/" + address, headers);
            assertThat(answer.statusCode()).as(address).isEqualTo(status);
            var document = JSON.readTree(answer.body());
            assertThat(published.violations(type, document)).as(address).isEmpty();
            return document;
        }
    }
}
