package io.kalends.cli.dlt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.kalends.cli.kafka.KafkaOptions;
import io.kalends.cli.shell.Globals;
import io.kalends.cli.shell.Screen;
import io.kalends.cli.shell.Trouble;
import io.kalends.schemas.Topics;

@Command(
        name = "replay",
        description = {
            "Sends dead letters again to the topic and partition they belong on, as they came.",
            "Do so once their cause is gone: a newer version knows the schema, a key is back, a defect is mended.",
            "Consumers know a record by its eventId, so sending one twice does no harm; the letters stay where they are."
        },
        footer = {
            "",
            "JSON: {\"topic\", \"dryRun\", \"replayed\": N, \"skipped\": [{\"partition\", \"offset\", \"why\"}]}.",
            "",
            "Examples:",
            "  ./kalends dlt replay --topic sync.failed.v1 --partition 3 --offset 17",
            "  ./kalends dlt replay --topic connection.requested.v1 --all --dry-run",
            "  ./kalends dlt replay --topic connection.requested.v1 --all --yes"
        })
final class Replay implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Globals globals;

    @Mixin
    KafkaOptions kafka = new KafkaOptions();

    @Option(names = "--topic", required = true, paramLabel = "TOPIC", description = "with or without prefix")
    String topic = "";

    @Option(names = "--partition", paramLabel = "N", description = "of the topic of dead letters")
    @Nullable
    Integer partition;

    @Option(names = "--offset", paramLabel = "N", description = "in the partition: this letter alone")
    @Nullable
    Long offset;

    @Option(names = "--all", description = "all that are there now")
    boolean all;

    @Option(names = "--dry-run", description = "only say what would be sent")
    boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "do not ask")
    boolean yes;

    Replay(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() throws Exception {
        var isOne = partition != null && offset != null;
        if (all == isOne || (!isOne && (partition != null || offset != null))) {
            throw globals.misused("dlt replay needs either --partition N --offset N, or --all");
        }
        var surroundings = globals.surroundings();
        var name = new TopicNames(kafka.topics(surroundings)).meant(topic);
        kafka.reach(surroundings);
        var found = find(Topics.deadLetters(name), isOne);
        var sendable = new ArrayList<Letter>();
        var skipped = Screen.object().putArray("skipped");
        var seen = new HashSet<String>();
        for (var letter : found.reversed()) {
            var why = letter.obstacle();
            // what two services could not read lies here twice
            if (why == null
                    && !seen.add(letter.told().partition() + "@" + letter.told().offset())) {
                why = "it is here twice, once for each service that could not handle it";
            }
            if (why == null) {
                sendable.add(letter);
            } else {
                skipped.addObject()
                        .put("partition", letter.record().partition())
                        .put("offset", letter.record().offset())
                        .put("why", why);
            }
        }
        var screen = globals.screen();
        if (!dryRun
                && !yes
                && !sendable.isEmpty()
                && all
                && !screen.agrees("Send " + letters(sendable.size()) + " to " + name + " again?", "--yes", globals)) {
            screen.note("Nothing was sent.");
            return 1;
        }
        if (!dryRun && !sendable.isEmpty()) {
            try (var post = new Post(kafka.client(surroundings, PATIENCE), kafka.topics(surroundings))) {
                post.send(name, sendable);
            }
        }
        if (screen.isJson()) {
            screen.json(Screen.object()
                    .put("topic", name)
                    .put("dryRun", dryRun)
                    .put("replayed", sendable.size())
                    .set("skipped", skipped));
        } else {
            screen.line((dryRun ? "Would send " : "Sent ") + letters(sendable.size()) + " to " + name + ".");
            skipped.forEach(it -> screen.note("Left alone %d@%d: %s."
                    .formatted(
                            it.path("partition").asInt(),
                            it.path("offset").asLong(),
                            it.path("why").asText())));
        }
        return isOne && sendable.isEmpty() ? 1 : 0;
    }

    private List<Letter> find(String name, boolean isOne) {
        Predicate<Letter> wanted = it -> !isOne
                || (partition != null
                        && offset != null
                        && it.record().partition() == partition
                        && it.record().offset() == offset);
        try (var letters = new Letters(kafka.client(globals.surroundings(), PATIENCE))) {
            var found = letters.read(List.of(name), Long.MAX_VALUE / 2, wanted);
            if (isOne && found.isEmpty()) {
                throw new Trouble(
                        "No such letter",
                        "there is nothing at " + name + " " + partition + "@" + offset,
                        "./kalends dlt list shows which there are");
            }
            return found;
        }
    }

    private static String letters(int count) {
        return count == 1 ? "1 dead letter" : count + " dead letters";
    }
}
