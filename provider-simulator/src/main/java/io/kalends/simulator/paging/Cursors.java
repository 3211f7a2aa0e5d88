package io.kalends.simulator.paging;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;

/// Page and sync tokens: opaque outside, and good for exactly the listing they were made for.
public final class Cursors {
    private static final String SEPARATOR = "\u001f";

    private Cursors() {}

    /// Where to go on in later rounds.
    ///
    /// @param scope    the calendar, or the list of a user
    /// @param revision changes after this come next
    /// @param shape    of the parameters that must stay the same
    /// @param issued   seconds; 0 if tokens do not age
    public record Sync(
            String scope,
            long generation,
            long revision,
            String shape,
            long issued,
            @Nullable Instant from,
            @Nullable Instant to) {
        public String text(int padding) {
            return sealed(
                    List.of(
                            "sync",
                            scope,
                            Long.toString(generation),
                            Long.toString(revision),
                            shape,
                            Long.toString(issued),
                            from == null ? "" : from.toString(),
                            to == null ? "" : to.toString()),
                    padding);
        }

        public static Optional<Sync> parse(String text) {
            return opened(text, "sync", 8)
                    .map(part -> new Sync(
                            part.get(1),
                            Long.parseLong(part.get(2)),
                            Long.parseLong(part.get(3)),
                            part.get(4),
                            Long.parseLong(part.get(5)),
                            part.get(6).isEmpty() ? null : Instant.parse(part.get(6)),
                            part.get(7).isEmpty() ? null : Instant.parse(part.get(7))));
        }
    }

    /// Where to go on in this round.
    ///
    /// @param generation of the calendar or list when the round began
    /// @param revision   of the calendar or list when the round began; its sync token tells what came later
    /// @param after      the key of the last item given
    /// @param number     of the page, from 0
    public record Page(String scope, long generation, long revision, String shape, String after, long number) {
        public String text(int padding) {
            return sealed(
                    List.of(
                            "page",
                            scope,
                            Long.toString(generation),
                            Long.toString(revision),
                            shape,
                            after,
                            Long.toString(number)),
                    padding);
        }

        public static Optional<Page> parse(String text) {
            return opened(text, "page", 7)
                    .map(part -> new Page(
                            part.get(1),
                            Long.parseLong(part.get(2)),
                            Long.parseLong(part.get(3)),
                            part.get(4),
                            part.get(5),
                            Long.parseLong(part.get(6))));
        }
    }

    private static String sealed(List<String> parts, int padding) {
        var text = String.join(SEPARATOR, parts) + SEPARATOR + "p".repeat(padding);
        var whole = checksum(text) + SEPARATOR + text;
        return Base64.getUrlEncoder().encodeToString(whole.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<List<String>> opened(String token, String kind, int parts) {
        try {
            var whole = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            var cut = whole.indexOf(SEPARATOR);
            if (cut < 0 || !checksum(whole.substring(cut + 1)).equals(whole.substring(0, cut))) {
                return Optional.empty();
            }
            var fields = List.of(whole.substring(cut + 1).split(SEPARATOR, -1));
            return fields.size() == parts + 1 && fields.getFirst().equals(kind)
                    ? Optional.of(fields)
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static String checksum(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
