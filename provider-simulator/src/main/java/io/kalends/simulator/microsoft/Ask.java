package io.kalends.simulator.microsoft;

import java.time.Instant;

import io.kalends.simulator.http.Request;
import io.kalends.simulator.script.Twists;
import io.kalends.simulator.world.Account;

/// One request of a user whose token was good, with all that decides about its answer.
record Ask(
        Account account,
        Request request,
        GraphQuery query,
        Preferences wishes,
        MicrosoftRules rules,
        Twists twists,
        Instant now) {

    /// Where the API begins, under the name by which the client reached it.
    String base() {
        var host = request.header("host");
        return "http://" + (host == null ? "localhost" : host) + "/v1.0";
    }

    /// A link to follow.
    ///
    /// @param path from the API's beginning, encoded
    String link(String path, String parameters) {
        var foreign = twists.foreignLink();
        return (foreign == null ? base() + path : foreign) + "?" + parameters;
    }

    /// What `@odata.context` says of `what`.
    String context(String what) {
        return base() + "/$metadata#" + what;
    }

    int pageSize(int wanted) {
        return Math.min(wanted, rules.largestPage());
    }
}
