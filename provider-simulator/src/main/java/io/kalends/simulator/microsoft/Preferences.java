package io.kalends.simulator.microsoft;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.http.Request;

/// What a request's `Prefer` asks for, in one header line or in several.
///
/// @param pageSize  items of a page, 0 if not said
/// @param zone      of times in answers
/// @param zoneLabel the zone's name as it was asked for
/// @param immutable ids that do not change when an item moves
/// @param textBody  bodies as text instead of HTML
/// @param applied   what of it is honoured, as `Preference-Applied` says it; null for nothing
record Preferences(
        int pageSize,
        ZoneId zone,
        String zoneLabel,
        boolean immutable,
        boolean textBody,
        @Nullable String applied) {
    private static final String PAGE_SIZE = "odata.maxpagesize";
    private static final String ZONE = "outlook.timezone";
    private static final String BODY = "outlook.body-content-type";
    private static final String IDS = "idtype";

    static Preferences of(Request request) {
        var said = said(request.header("prefer"));
        var label = said.getOrDefault(ZONE, "UTC");
        var zone = WindowsZones.zone(label)
                .orElseThrow(() -> Refusal.of(
                        400,
                        "TimeZoneNotSupportedException",
                        "A valid TimeZone value must be specified. The following TimeZone value is not supported: '"
                                + label + "'."));
        var immutable = "ImmutableId".equalsIgnoreCase(said.get(IDS));
        var text = "text".equalsIgnoreCase(said.get(BODY));
        return new Preferences(pageSize(said.get(PAGE_SIZE)), zone, label, immutable, text, applied(said));
    }

    /// As of a request that asks for nothing in particular.
    static Preferences none(boolean immutable) {
        return new Preferences(0, ZoneOffset.UTC, "UTC", immutable, false, null);
    }

    private static int pageSize(@Nullable String text) {
        try {
            return text == null ? 0 : Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException notANumber) {
            return 0; // a preference that cannot be honoured is no error
        }
    }

    private static @Nullable String applied(Map<String, String> said) {
        var applied = said.entrySet().stream()
                .filter(wish -> List.of(PAGE_SIZE, ZONE, BODY, IDS).contains(wish.getKey()))
                .map(wish -> switch (wish.getKey()) {
                    case PAGE_SIZE -> PAGE_SIZE + "=" + wish.getValue();
                    case IDS -> "IdType=\"" + wish.getValue() + "\"";
                    default -> wish.getKey() + "=\"" + wish.getValue() + "\"";
                })
                .collect(Collectors.joining(", "));
        return applied.isEmpty() ? null : applied;
    }

    private static Map<String, String> said(@Nullable String header) {
        var said = new LinkedHashMap<String, String>();
        for (var wish : List.of((header == null ? "" : header).split("[,;](?=([^\"]*\"[^\"]*\")*[^\"]*$)", -1))) {
            var equals = wish.indexOf('=');
            if (equals > 0) {
                said.put(
                        wish.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        wish.substring(equals + 1).strip().replace("\"", ""));
            }
        }
        return said;
    }
}
