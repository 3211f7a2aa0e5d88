package io.kalends.simulator.control;

import java.time.Duration;

import io.kalends.simulator.google.GoogleRules;
import io.kalends.simulator.google.GoogleSide;
import io.kalends.simulator.http.Answer;
import io.kalends.simulator.http.Request;

/// `/control/google/rules`: read them, or change some.
final class GoogleRulesControl {
    private final GoogleSide google;

    GoogleRulesControl(GoogleSide google) {
        this.google = google;
    }

    Answer answer(Request request) {
        switch (request.method()) {
            case "GET" -> {}
            case "PATCH" -> {
                var changed = changed(google.rules(), Fields.of(request));
                google.changeRules(_ -> changed);
            }
            default -> throw new ControlApi.Unknown(request);
        }
        return ControlJson.answer(200, ControlJson.of(google.rules()));
    }

    private static GoogleRules changed(GoogleRules rules, Fields json) {
        var changed = new GoogleRules(
                json.parsed("accessTokenLife", Duration::parse).orElse(rules.accessTokenLife()),
                json.flag("rotateRefreshTokens", rules.rotateRefreshTokens()),
                json.has("clientId") ? json.textOrNull("clientId") : rules.clientId(),
                json.has("clientSecret") ? json.textOrNull("clientSecret") : rules.clientSecret(),
                json.flag("deltasFilteredToWindow", rules.deltasFilteredToWindow()),
                json.number("damagedTokenStatus", rules.damagedTokenStatus()),
                json.flag("newErrorShape", rules.newErrorShape()),
                json.number("largestPage", rules.largestPage()),
                json.number("tokenPadding", rules.tokenPadding()),
                json.has("syncTokenLife")
                        ? json.parsed("syncTokenLife", Duration::parse).orElse(null)
                        : rules.syncTokenLife(),
                json.parsed("updatedMinReach", Duration::parse).orElse(rules.updatedMinReach()));
        json.nothingElse();
        return changed;
    }
}
