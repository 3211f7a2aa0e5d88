package io.kalends.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import io.kalends.cli.kafka.KafkaOptions;
import io.kalends.cli.shell.Globals;
import io.kalends.cli.shell.Screen;
import io.kalends.cli.shell.Screen.Mood;

/// `doctor`: all checks, side by side.
@Command(
        name = "doctor",
        description = {
            "Looks at each part and says what it found and what to do: Kafka, topics, consumer groups, PostgreSQL,",
            "migrations, master keys, the providers, the services. It reads the services' own variables, changes nothing",
            "and sends no credentials but those of PostgreSQL and Kafka. Exit code 1 when something failed."
        },
        footer = {
            "",
            "Variables: SPRING_KAFKA_BOOTSTRAP_SERVERS, SPRING_DATASOURCE_URL, _USERNAME, _PASSWORD, KALENDS_TOPICS_PREFIX,",
            "KALENDS_TOPICS_PARTITIONS, ENCRYPTION_KEY, KALENDS_KEYSET_FILE, KALENDS_GOOGLE_API_URL and so on;",
            "KALENDS_URL, KALENDS_SCHEDULER_URL (http://localhost:8081), KALENDS_WORKER_URL (http://localhost:8082).",
            "",
            "JSON: {\"failed\": N, \"warnings\": N, \"checks\": [{\"check\", \"level\": \"OK\"|\"WARN\"|\"FAIL\", \"found\","
                    + " \"advice\"}]}.",
            "",
            "Example:",
            "  SPRING_DATASOURCE_URL='jdbc:postgresql://localhost:15432/postgres?user=postgres' ./kalends doctor"
        })
public final class Doctor implements Callable<Integer> {

    private final Globals globals;

    @Mixin
    KafkaOptions kafka = new KafkaOptions();

    public Doctor(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() {
        var looks = new ArrayList<CompletableFuture<List<Finding>>>();
        for (var check : checks()) {
            looks.add(CompletableFuture.supplyAsync(
                    check::look, task -> Thread.ofVirtual().start(task)));
        }
        var findings = looks.stream().flatMap(look -> look.join().stream()).toList();
        var screen = globals.screen();
        if (screen.isJson()) {
            screen.json(json(findings));
        } else {
            findings.forEach(finding -> show(screen, finding));
        }
        return count(findings, Finding.Level.FAIL) == 0 ? 0 : 1;
    }

    private List<Check> checks() {
        var surroundings = globals.surroundings();
        return List.of(
                new KafkaCheck(kafka, surroundings),
                new DatabaseCheck(surroundings),
                new KeysCheck(surroundings),
                ProviderCheck.google(surroundings),
                ProviderCheck.microsoft(surroundings),
                new ServiceCheck("health-api", globals.url(), "KALENDS_URL or --url"),
                service("scheduler-service", "KALENDS_SCHEDULER_URL", "http://localhost:8081"),
                service("sync-worker", "KALENDS_WORKER_URL", "http://localhost:8082"));
    }

    private ServiceCheck service(String name, String variable, String otherwise) {
        return new ServiceCheck(
                name, globals.address(globals.surroundings().variable(variable, otherwise), variable), variable);
    }

    private static com.fasterxml.jackson.databind.JsonNode json(List<Finding> findings) {
        var json = Screen.object();
        json.put("failed", count(findings, Finding.Level.FAIL));
        json.put("warnings", count(findings, Finding.Level.WARN));
        var checks = json.putArray("checks");
        findings.forEach(finding -> checks.addObject()
                .put("check", finding.check())
                .put("level", finding.level().name())
                .put("found", finding.found())
                .put("advice", finding.advice()));
        return json;
    }

    private static void show(Screen screen, Finding finding) {
        var mood = switch (finding.level()) {
            case OK -> Mood.GOOD;
            case WARN -> Mood.WARY;
            case FAIL -> Mood.BAD;
        };
        screen.line("%s  %-34s %s"
                .formatted(
                        screen.in(mood, "%-4s".formatted(finding.level())),
                        finding.check(),
                        Screen.plain(finding.found())));
        if (finding.advice() != null) {
            screen.line(" ".repeat(41) + "-> " + Screen.plain(finding.advice()));
        }
    }

    private static long count(List<Finding> findings, Finding.Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }
}
