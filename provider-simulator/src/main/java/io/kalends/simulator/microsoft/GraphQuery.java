package io.kalends.simulator.microsoft;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.http.Parameters;
import io.kalends.simulator.world.Window;

/// The parameters of a request; Graph does not care how their names are capitalized.
record GraphQuery(Parameters parameters) {
    private static final int MOST_DAYS = 1825;

    @Nullable
    String first(String name) {
        return parameters.names().stream()
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .map(parameters::first)
                .orElse(null);
    }

    /// The value of `name`, or null if it is empty or absent.
    @Nullable
    String filled(String name) {
        var value = first(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /// `startDateTime` and `endDateTime`, both of which must be there.
    Window window() {
        var from = filled("startDateTime");
        var to = filled("endDateTime");
        if (from == null || to == null) {
            throw Refusal.of(
                    400,
                    "ErrorInvalidRequest",
                    "This request requires a time window specified by the query string parameters StartDateTime and"
                            + " EndDateTime.");
        }
        var start = GraphTime.bound(from);
        var end = GraphTime.bound(to);
        if (!start.isBefore(end)) {
            throw Refusal.of(400, "ErrorInvalidParameter", "EndDateTime must be after StartDateTime.");
        }
        if (Duration.between(start, end).compareTo(Duration.ofDays(MOST_DAYS)) > 0) {
            throw Refusal.of(
                    400,
                    "ErrorInvalidRequest",
                    "Your request can't be completed. The range between the start and end dates is greater than the"
                            + " allowed range. Maximum number of days: " + MOST_DAYS);
        }
        return new Window(start, end);
    }

    /// `$top`, or `usual` if it is absent.
    int top(int usual) {
        var text = first("$top");
        if (text == null) {
            return usual;
        }
        try {
            var top = Integer.parseInt(text);
            if (top > 0) {
                return top;
            }
        } catch (NumberFormatException notANumber) {
            // refused below, as numbers out of range are
        }
        throw Refusal.badQuery("The value '" + text + "' of the parameter '$top' must be a positive number.");
    }

    /// The properties of `$select`; empty for all.
    Set<String> select() {
        var select = filled("$select");
        return select == null
                ? Set.of()
                : Stream.of(select.split(",", -1))
                        .map(String::strip)
                        .filter(Predicate.not(String::isEmpty))
                        .collect(Collectors.toUnmodifiableSet());
    }

    /// Those of `names` that are there.
    Set<String> present(Set<String> names) {
        return parameters.names().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(names::contains)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// All but `name`, as an address writes them.
    String without(String name) {
        return parameters.names().stream()
                .filter(other -> !name.equalsIgnoreCase(other))
                .map(other -> other + "=" + encoded(String.valueOf(parameters.first(other))))
                .collect(Collectors.joining("&"));
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
