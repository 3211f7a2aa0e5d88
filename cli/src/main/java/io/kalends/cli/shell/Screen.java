package io.kalends.cli.shell;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// Where answers go: the output stream, as tables or JSON; whatever else there is to say goes to the error stream.
public final class Screen {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern STEERING = Pattern.compile("[\\p{Cc}\\p{Cs}\\u202A-\\u202E\\u2066-\\u2069]");

    /// What a text means.
    public enum Mood {
        GOOD("32"),
        WARY("33"),
        BAD("31"),
        LOUD("1"),
        QUIET("2");

        private final String sgr;

        Mood(String sgr) {
            this.sgr = sgr;
        }
    }

    private final Surroundings surroundings;
    private final boolean json;
    private final boolean colours;

    Screen(Surroundings surroundings, boolean json, boolean colours) {
        this.surroundings = surroundings;
        this.json = json;
        this.colours = colours;
    }

    /// An empty object.
    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /// Whether programs read the output.
    public boolean isJson() {
        return json;
    }

    /// Prints `answer`.
    public void json(JsonNode answer) {
        try {
            surroundings.out().println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON cannot be written", e);
        }
    }

    /// Prints a line.
    public void line(String text) {
        surroundings.out().println(text);
    }

    /// Says something beside the answer.
    public void note(String text) {
        surroundings.err().println(text);
    }

    /// Prints a table.
    public void table(List<String> heads, List<List<String>> rows) {
        new Table(heads, rows).lines(this).forEach(this::line);
    }

    /// `text` in the colour of `mood`, where there are colours.
    public String in(Mood mood, String text) {
        return colours ? "\u001b[" + mood.sgr + "m" + text + "\u001b[0m" : text;
    }

    /// Asks a question that is answered with yes or not at all.
    ///
    /// @param otherwise the option that answers it beforehand
    public boolean agrees(String question, String otherwise, Globals globals) {
        if (!surroundings.terminal()) {
            throw globals.misused(question + " Nobody is there to answer: add " + otherwise + ".");
        }
        surroundings.err().print(question + " [y/N] ");
        surroundings.err().flush();
        var answer = answer().strip().toLowerCase(Locale.ROOT);
        return answer.equals("y") || answer.equals("yes");
    }

    private String answer() {
        var line = new java.io.ByteArrayOutputStream();
        try {
            for (int c = surroundings.in().read();
                    c != -1 && c != '\n';
                    c = surroundings.in().read()) {
                line.write(c);
            }
            return line.toString(java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /// `text` without what steers a terminal or turns the direction of writing.
    public static String plain(String text) {
        return STEERING.matcher(text).replaceAll(" ");
    }

    /// How long ago or ahead `at` is, as `5 min ago` or `in 47 s`; `-` for none.
    public String when(@Nullable Instant at) {
        if (at == null) {
            return "-";
        }
        var distance = Duration.between(at, surroundings.clock().instant());
        return distance.isNegative() ? "in " + length(distance.negated()) : length(distance) + " ago";
    }

    /// `time` in its largest unit.
    public static String length(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 2 * 3_600) {
            return seconds / 60 + " min";
        }
        return seconds < 2 * 86_400 ? seconds / 3_600 + " h" : seconds / 86_400 + " d";
    }
}
