package io.kalends.cli.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import io.kalends.cli.api.ConnectionName;
import io.kalends.cli.api.Fields;
import io.kalends.cli.api.HealthApi;
import io.kalends.cli.kafka.KafkaOptions;
import io.kalends.cli.shell.Globals;
import io.kalends.cli.shell.Screen;
import io.kalends.cli.shell.Screen.Mood;

/// `status`: everything in one look.
@Command(
        name = "status",
        description = {
            "Everything in one look: how many connections there are and where they stand, incidents at the providers,",
            "deletions that are held back, who is stale, failing or waiting, and dead letters where Kafka is reachable.",
            "Exit code 0 when all is well, 1 when something is wrong."
        },
        footer = {
            "",
            "JSON: {\"status\": \"healthy\"|\"degraded\", \"url\", \"timestamp\",",
            "\"connections\": {\"total\", \"active\", \"withErrors\", \"providers\", \"byState\": {...}},",
            "\"incidents\": [...]|null, \"holds\": [...]|null (null: this server is older),",
            "\"attention\": {\"lookedAt\", \"stale\", \"failing\", \"waiting\", \"connections\": [{\"connection\", \"state\",",
            "\"consecutiveFailures\", \"lastSync\", \"why\"}], \"more\"},",
            "\"deadLetters\": {\"total\", \"byTopic\": {...}}|null (null: no Kafka was reached)}.",
            "",
            "Examples:",
            "  ./kalends status",
            "  ./kalends status --url http://calendar.internal:8080 -o json"
        })
public final class Status implements Callable<Integer> {

    private final Globals globals;

    @Mixin
    KafkaOptions kafka = new KafkaOptions();

    public Status(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() {
        var screen = globals.screen();
        var letters = CompletableFuture.supplyAsync(
                () -> DeadLetterCount.read(kafka, globals.surroundings()),
                task -> Thread.ofVirtual().start(task));
        ObjectNode status;
        try (var api = new HealthApi(globals.url())) {
            status = new Counts(api, screen).read();
        }
        put(status, letters.join());
        if (screen.isJson()) {
            screen.json(status);
        } else {
            show(screen, status);
        }
        return status.path("status").asText().equals("healthy") ? 0 : 1;
    }

    private static void put(ObjectNode status, @Nullable Map<String, Long> letters) {
        if (letters == null) {
            status.putNull("deadLetters");
            return;
        }
        var node = status.putObject("deadLetters");
        node.put("total", letters.values().stream().mapToLong(Long::longValue).sum());
        var byTopic = node.putObject("byTopic");
        letters.forEach(byTopic::put);
    }

    private void show(Screen screen, ObjectNode status) {
        boolean isGood = status.path("status").asText().equals("healthy");
        screen.line(screen.in(isGood ? Mood.GOOD : Mood.BAD, isGood ? "HEALTHY" : "DEGRADED") + "  "
                + Fields.shown(status, "url"));
        var connections = status.path("connections");
        fact(
                screen,
                "connections",
                "%d in all, %d kept in step, %d with errors, %d providers"
                        .formatted(
                                connections.path("total").asLong(),
                                connections.path("active").asLong(),
                                connections.path("withErrors").asLong(),
                                connections.path("providers").asLong()));
        fact(
                screen,
                "by state",
                connections.path("byState").properties().stream()
                        .filter(state -> state.getValue().asLong() > 0)
                        .map(state -> state.getKey() + " " + state.getValue().asLong())
                        .collect(Collectors.joining(", ")));
        fact(screen, "incidents", incidents(status.path("incidents"), screen));
        fact(screen, "held back", holds(status.path("holds")));
        var attention = status.path("attention");
        var of = attention.path("lookedAt").asLong() < connections.path("total").asLong()
                ? " (of the first " + attention.path("lookedAt").asLong() + ")"
                : "";
        fact(
                screen,
                "attention",
                "%d stale, %d failing, %d waiting%s"
                        .formatted(
                                attention.path("stale").asInt(),
                                attention.path("failing").asInt(),
                                attention.path("waiting").asInt(),
                                of));
        fact(screen, "dead letters", letters(status.path("deadLetters")));
        needing(screen, attention);
    }

    private static void needing(Screen screen, JsonNode attention) {
        var rows = new ArrayList<List<String>>();
        for (var one : Fields.list(attention, "connections")) {
            rows.add(List.of(
                    Fields.shown(one, "connection"),
                    Fields.shown(one, "state"),
                    screen.when(Fields.time(one, "lastSync")),
                    Fields.shown(one, "why")));
        }
        if (!rows.isEmpty()) {
            screen.line("");
            screen.table(List.of("CONNECTION", "STATE", "LAST SYNC", "WHY"), rows);
            if (attention.path("more").asBoolean()) {
                screen.note("There are more: ./kalends connections list --status degraded");
            }
        }
    }

    private static String incidents(JsonNode incidents, Screen screen) {
        if (incidents.isNull()) {
            return "unknown: this server is older";
        }
        if (incidents.isEmpty()) {
            return "none";
        }
        var told = new ArrayList<String>();
        incidents.forEach(incident -> told.add("%s %s, opened %s: %s%s"
                .formatted(
                        Fields.shown(incident, "provider"),
                        Fields.shown(incident, "kind").toLowerCase(Locale.ROOT),
                        screen.when(Fields.time(incident, "openedAt")),
                        Fields.shown(incident, "message"),
                        incident.path("needsOperator").asBoolean() ? " (it takes an operator)" : "")));
        return Screen.plain(String.join("; ", told));
    }

    private static String holds(JsonNode holds) {
        if (holds.isNull()) {
            return "unknown: this server is older";
        }
        if (holds.isEmpty()) {
            return "no deletions";
        }
        var told = new ArrayList<String>();
        holds.forEach(hold -> told.add("%d of %d events of %s"
                .formatted(hold.path("deletions").asInt(), hold.path("events").asInt(), ConnectionName.of(hold))));
        return String.join("; ", told) + " (./kalends deletions list)";
    }

    private static String letters(JsonNode letters) {
        if (letters.isNull()) {
            return "unknown: no Kafka was reached (--bootstrap HOST:PORT)";
        }
        if (letters.path("total").asLong() == 0) {
            return "none";
        }
        return letters.path("byTopic").properties().stream()
                .map(topic -> topic.getKey() + " " + topic.getValue().asLong())
                .collect(Collectors.joining(", ", letters.path("total").asLong() + " (./kalends dlt list): ", ""));
    }

    private static void fact(Screen screen, String name, String value) {
        screen.line("  %-13s %s".formatted(name, value.isEmpty() ? "-" : value));
    }
}
