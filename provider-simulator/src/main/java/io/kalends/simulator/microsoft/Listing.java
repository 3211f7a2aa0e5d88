package io.kalends.simulator.microsoft;

import java.util.List;
import java.util.function.Function;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.kalends.simulator.http.Answer;
import io.kalends.simulator.paging.Cursors;
import io.kalends.simulator.paging.Paging;

/// A collection in pages, as Graph writes every collection that is no delta.
///
/// @param path    of the resource, encoded, from the API's beginning
/// @param context what `@odata.context` says
record Listing(Ask ask, String path, String context) {
    private static final String TOKEN = "$skiptoken";
    private static final int USUAL_PAGE = 10;

    /// The page that is asked for.
    ///
    /// @param sorted in the order of their keys
    <T> Answer page(List<T> sorted, Function<T, String> key, Function<T, ObjectNode> json) {
        var usual = ask.wishes().pageSize() == 0 ? USUAL_PAGE : ask.wishes().pageSize();
        var slice = Paging.cut(sorted, key, position(), ask.pageSize(ask.query().top(usual)), ask.twists());
        var body = GraphJson.object().put("@odata.context", ask.context(context));
        var value = body.putArray("value");
        var select = ask.query().select();
        slice.items().forEach(item -> value.add(EventJson.selected(json.apply(item), select)));
        if (slice.next() != null) {
            var kept = ask.query().without(TOKEN);
            var token = TOKEN + "=" + slice.next().text(0);
            body.put("@odata.nextLink", ask.link(path, kept.isEmpty() ? token : kept + "&" + token));
        }
        return GraphJson.answer(200, body);
    }

    private Cursors.Page position() {
        var token = ask.query().filled(TOKEN);
        return token == null
                ? new Cursors.Page(path, 0, 0, "", "", 0)
                : Cursors.Page.parse(token)
                        .filter(page -> page.scope().equals(path))
                        .orElseThrow(Refusal::badToken);
    }
}
