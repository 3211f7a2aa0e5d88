package io.kalends.simulator.control;

import java.time.Duration;

import io.kalends.simulator.http.Answer;
import io.kalends.simulator.http.Request;
import io.kalends.simulator.microsoft.CursorRules;
import io.kalends.simulator.microsoft.EntraRules;
import io.kalends.simulator.microsoft.MicrosoftRules;
import io.kalends.simulator.microsoft.MicrosoftSide;
import io.kalends.simulator.microsoft.SeriesRules;

/// `/control/microsoft/rules`: read them, or change some.
final class MicrosoftRulesControl {
    private final MicrosoftSide microsoft;

    MicrosoftRulesControl(MicrosoftSide microsoft) {
        this.microsoft = microsoft;
    }

    Answer answer(Request request) {
        switch (request.method()) {
            case "GET" -> {}
            case "PATCH" -> {
                var changed = changed(microsoft.rules(), Fields.of(request));
                microsoft.changeRules(_ -> changed);
            }
            default -> throw new ControlApi.Unknown(request);
        }
        return ControlJson.answer(200, ControlJson.of(microsoft.rules()));
    }

    private static MicrosoftRules changed(MicrosoftRules rules, Fields json) {
        var changed = new MicrosoftRules(
                json.object("entra").map(inner -> changed(rules.entra(), inner)).orElse(rules.entra()),
                json.object("series")
                        .map(inner -> changed(rules.series(), inner))
                        .orElse(rules.series()),
                json.object("cursors")
                        .map(inner -> changed(rules.cursors(), inner))
                        .orElse(rules.cursors()),
                json.flag("removedOutsideWindow", rules.removedOutsideWindow()),
                json.flag("movedOutIsChanged", rules.movedOutIsChanged()),
                json.number("largestPage", rules.largestPage()),
                json.number("mailboxConcurrency", rules.mailboxConcurrency()),
                json.flag("lowerCaseInnerError", rules.lowerCaseInnerError()));
        json.nothingElse();
        return changed;
    }

    private static EntraRules changed(EntraRules rules, Fields json) {
        var changed = new EntraRules(
                json.parsed("accessTokenLife", Duration::parse).orElse(rules.accessTokenLife()),
                json.flag("rotateRefreshTokens", rules.rotateRefreshTokens()),
                json.flag("endRotatedTokens", rules.endRotatedTokens()),
                json.has("clientId") ? json.textOrNull("clientId") : rules.clientId(),
                json.has("clientSecret") ? json.textOrNull("clientSecret") : rules.clientSecret());
        json.nothingElse();
        return changed;
    }

    private static SeriesRules changed(SeriesRules rules, Fields json) {
        var changed = new SeriesRules(
                json.flag("mastersListed", rules.mastersListed()),
                constant(json, "deletedOccurrence", rules.deletedOccurrence()),
                constant(json, "editedOccurrence", rules.editedOccurrence()),
                constant(json, "editedMaster", rules.editedMaster()),
                constant(json, "deletedSeries", rules.deletedSeries()));
        json.nothingElse();
        return changed;
    }

    private static CursorRules changed(CursorRules rules, Fields json) {
        var changed = new CursorRules(
                json.has("life") ? json.parsed("life", Duration::parse).orElse(null) : rules.life(),
                constant(json, "lost", rules.lost()),
                json.number("padding", rules.padding()));
        json.nothingElse();
        return changed;
    }

    private static <E extends Enum<E>> E constant(Fields json, String name, E otherwise) {
        return json.optionalText(name)
                .map(text -> FaultReader.constant(otherwise.getDeclaringClass(), text))
                .orElse(otherwise);
    }
}
