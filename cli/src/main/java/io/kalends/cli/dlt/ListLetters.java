package io.kalends.cli.dlt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.kalends.cli.kafka.KafkaOptions;
import io.kalends.cli.shell.Globals;
import io.kalends.cli.shell.Screen;
import io.kalends.schemas.Topics;

@Command(
        name = "list",
        description = "Lists dead letters, the newest first. Contents are never shown.",
        footer = {
            "",
            "JSON: {\"letters\": [{\"topic\", \"partition\", \"offset\", \"time\", \"key\", \"size\", \"cause\","
                    + " \"causeType\", \"reader\",",
            "\"from\": {\"topic\", \"partition\", \"offset\", \"time\"}, \"cutFrom\"}], \"more\": true|false}.",
            "",
            "Examples:",
            "  ./kalends dlt list --topic connection.requested.v1",
            "  ./kalends dlt list --cause 'unknown schema' -o json"
        })
final class ListLetters implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Globals globals;

    @Mixin
    KafkaOptions kafka = new KafkaOptions();

    @Option(names = "--topic", paramLabel = "TOPIC", description = "only of this topic, with or without prefix")
    @Nullable
    String topic;

    @Option(names = "--limit", paramLabel = "N", description = "at most so many (default: ${DEFAULT-VALUE})")
    int limit = 50;

    @Option(names = "--cause", paramLabel = "TEXT", description = "only those whose cause contains this")
    @Nullable
    String cause;

    ListLetters(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() {
        if (limit < 1) {
            throw globals.misused("--limit is " + limit + "; give 1 or more");
        }
        var surroundings = globals.surroundings();
        var names = new TopicNames(kafka.topics(surroundings));
        var topics = (topic == null ? names.all() : List.of(names.meant(topic)))
                .stream().map(Topics::deadLetters).toList();
        kafka.reach(surroundings);
        List<Letter> found;
        try (var letters = new Letters(kafka.client(surroundings, PATIENCE))) {
            found = letters.read(topics, cause == null ? limit + 1L : Long.MAX_VALUE / 2, this::isWanted);
        }
        show(found.subList(0, Math.min(limit, found.size())), found.size() > limit);
        return 0;
    }

    private boolean isWanted(Letter letter) {
        var wanted = cause;
        return wanted == null
                || (letter.told().causeType() + " " + letter.told().cause())
                        .toLowerCase(Locale.ROOT)
                        .contains(wanted.toLowerCase(Locale.ROOT));
    }

    private void show(List<Letter> letters, boolean more) {
        var screen = globals.screen();
        if (screen.isJson()) {
            var json = Screen.object();
            var array = json.putArray("letters");
            letters.forEach(letter -> array.add(letter.json()));
            screen.json(json.put("more", more));
            return;
        }
        if (letters.isEmpty()) {
            screen.note("There are no dead letters.");
            return;
        }
        var rows = new ArrayList<List<String>>();
        for (var letter : letters) {
            var key = letter.key();
            rows.add(List.of(
                    letter.told().topic(),
                    letter.place(),
                    screen.when(letter.arrived()),
                    key == null ? "-" : key,
                    letter.told().reader(),
                    letter.told().cutFrom() > 0 ? letter.told().cutFrom() + " B, cut" : letter.size() + " B",
                    letter.told().cause()));
        }
        screen.table(List.of("TOPIC", "LETTER", "SINCE", "KEY", "READER", "SIZE", "CAUSE"), rows);
        if (more) {
            screen.note("There are more; --limit shows them.");
        }
    }
}
