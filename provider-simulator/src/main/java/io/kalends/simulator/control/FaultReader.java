package io.kalends.simulator.control;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;

import io.kalends.simulator.http.Delivery.Framing;
import io.kalends.simulator.script.Fault;
import io.kalends.simulator.script.PageTwist;
import io.kalends.simulator.script.RequestMatch;
import io.kalends.simulator.traffic.RequestKind;
import io.kalends.simulator.traffic.Vendor;

/// Reads matches and faults from JSON.
final class FaultReader {
    private FaultReader() {}

    static RequestMatch match(Fields json) {
        var match = new RequestMatch(
                json.list("kinds").stream().map(FaultReader::kind).collect(Collectors.toSet()),
                json.optionalText("provider")
                        .map(name -> constant(Vendor.class, name))
                        .orElse(null),
                json.textOrNull("user"),
                json.textOrNull("calendar"),
                json.textOrNull("having"),
                json.textOrNull("lacking"),
                json.number("nth", 1),
                json.number("times", Integer.MAX_VALUE),
                json.part("probability", 1),
                json.parsed("from", Instant::parse).orElse(null),
                json.parsed("until", Instant::parse).orElse(null));
        json.nothingElse();
        return match;
    }

    static Fault[] faults(List<JsonNode> json) {
        var faults = new ArrayList<Fault>();
        for (var one : json) {
            var fields = Fields.of(one);
            faults.add(fault(fields));
            fields.nothingElse();
        }
        return faults.toArray(Fault[]::new);
    }

    private static Fault fault(Fields json) {
        var type = json.text("type");
        return switch (type) {
            case "refuse" ->
                new Fault.Refuse(json.number("status"), json.text("reason"), json.textOrNull("retryAfter"));
            case "refuse-token" ->
                new Fault.RefuseToken(
                        json.number("status", 400),
                        json.text("error"),
                        json.optionalText("description").orElse(""));
            case "instead" ->
                new Fault.Instead(
                        json.number("status"),
                        json.optionalText("contentType").orElse(""),
                        json.optionalText("body").orElse(""));
            case "html" -> Fault.html(json.number("status"));
            case "empty" -> Fault.empty(json.number("status"));
            case "redirect" -> new Fault.Redirect(json.text("location"));
            case "cut" -> new Fault.Cut(constant(Framing.class, json.text("framing")), json.part("keep", 0.5));
            case "drip" -> new Fault.Drip(json.number("bytes"), duration(json, "every"));
            case "delay" -> new Fault.Delay(duration(json, "by"));
            case "silence" -> new Fault.Silence();
            case "hang-up" -> new Fault.HangUp();
            case "huge-body" -> new Fault.HugeBody(json.longNumber("bytes", 200_000_000));
            case "deep-body" -> new Fault.DeepBody(json.number("depth", 100_000));
            case "gzip-bomb" -> new Fault.GzipBomb(json.longNumber("bytes", 1_000_000_000));
            case "pages" -> new Fault.Pages(constant(PageTwist.class, json.text("twist")));
            case "foreign-link" -> new Fault.ForeignLink(json.text("url"));
            case "token-answer" -> new Fault.TokenAnswer(json.flag("rotate", true));
            case "forget-cursors" -> new Fault.ForgetCursors();
            default ->
                throw new IllegalArgumentException("there is no fault \"" + type + "\"; there are refuse, refuse-token,"
                        + " instead, html, empty, redirect, cut, drip, delay, silence, hang-up, huge-body, deep-body,"
                        + " gzip-bomb, pages, foreign-link, token-answer, forget-cursors");
        };
    }

    private static RequestKind kind(JsonNode name) {
        return constant(RequestKind.class, name.asText());
    }

    private static Duration duration(Fields json, String name) {
        return json.parsed(name, Duration::parse)
                .orElseThrow(() -> new IllegalArgumentException("\"" + name + "\" is missing; write PT0.5S"));
    }

    /// Accepts `WRONG_LENGTH` and `wrong-length`.
    static <E extends Enum<E>> E constant(Class<E> type, String name) {
        try {
            return Enum.valueOf(type, name.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" is none of " + List.of(type.getEnumConstants()), unknown);
        }
    }
}
