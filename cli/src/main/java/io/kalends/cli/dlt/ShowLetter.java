package io.kalends.cli.dlt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.kalends.cli.kafka.KafkaOptions;
import io.kalends.cli.shell.Globals;
import io.kalends.cli.shell.Screen;
import io.kalends.cli.shell.Trouble;
import io.kalends.schemas.DeadLetter;
import io.kalends.schemas.Topics;

@Command(
        name = "show",
        description = "Shows one dead letter: where it came from, why it is here, its own headers.",
        footer = {
            "",
            "JSON: a letter as in dlt list, with \"headers\" (name to text) and, with --payload, \"payload\".",
            "",
            "Example:",
            "  ./kalends dlt show --topic sync.failed.v1 --partition 3 --offset 17 --payload hex"
        })
final class ShowLetter implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /// How contents are written.
    enum Encoding {
        hex,
        base64
    }

    private final Globals globals;

    @Mixin
    KafkaOptions kafka = new KafkaOptions();

    @Option(names = "--topic", required = true, paramLabel = "TOPIC", description = "with or without prefix")
    String topic = "";

    @Option(names = "--partition", required = true, paramLabel = "N", description = "of the topic of dead letters")
    int partition;

    @Option(names = "--offset", required = true, paramLabel = "N", description = "in the partition")
    long offset;

    @Option(
            names = "--payload",
            arity = "0..1",
            fallbackValue = "hex",
            paramLabel = "ENCODING",
            description = "also the contents, as hex or base64; they may hold what users wrote")
    @Nullable
    Encoding payload;

    ShowLetter(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() {
        var surroundings = globals.surroundings();
        var name = Topics.deadLetters(new TopicNames(kafka.topics(surroundings)).meant(topic));
        kafka.reach(surroundings);
        List<Letter> found;
        try (var letters = new Letters(kafka.client(surroundings, PATIENCE))) {
            found = letters.read(
                    List.of(name),
                    Long.MAX_VALUE / 2,
                    it -> it.record().partition() == partition && it.record().offset() == offset);
        }
        if (found.isEmpty()) {
            throw new Trouble(
                    "No such letter",
                    "there is nothing at " + name + " " + partition + "@" + offset,
                    "./kalends dlt list shows which there are");
        }
        show(found.getFirst());
        return 0;
    }

    private void show(Letter letter) {
        var json = letter.json();
        var headers = json.putObject("headers");
        letter.record().headers().forEach(header -> {
            if (!DeadLetter.isOfLetter(header.key()) && header.value() != null) {
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        });
        if (payload != null) {
            json.put("payload", encoded(letter.record().value(), payload));
        }
        var screen = globals.screen();
        if (screen.isJson()) {
            screen.json(json);
            return;
        }
        json.properties().forEach(field -> {
            if (field.getValue().isObject()) {
                field.getValue()
                        .properties()
                        .forEach(inner -> fact(
                                screen,
                                field.getKey() + " " + inner.getKey(),
                                inner.getValue().asText()));
            } else {
                fact(screen, field.getKey(), field.getValue().asText());
            }
        });
        var obstacle = letter.obstacle();
        fact(screen, "can be replayed", obstacle == null ? "yes" : "no: " + obstacle);
    }

    private static void fact(Screen screen, String name, String value) {
        screen.line("%-20s %s".formatted(Screen.plain(name), Screen.plain(value)));
    }

    private static @Nullable String encoded(byte @Nullable [] value, Encoding encoding) {
        if (value == null) {
            return null;
        }
        return switch (encoding) {
            case hex -> HexFormat.of().formatHex(value);
            case base64 -> Base64.getEncoder().encodeToString(value);
        };
    }
}
