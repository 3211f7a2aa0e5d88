package io.kalends.simulator.google;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.paging.Cursors;

/// When a token is still good. The same for events and for the list of calendars.
final class SyncTokens {
    private SyncTokens() {}

    static Refusal damaged(GoogleRules rules) {
        return rules.damagedTokenStatus() == 400
                ? Refusal.parameter(400, "invalid", "Invalid sync token value.", "syncToken")
                : Refusal.fullSyncRequired();
    }

    static void check(Cursors.Sync cursor, long generation, long floor, long revision, Instant now, GoogleRules rules) {
        var life = rules.syncTokenLife();
        var aged = life != null
                && cursor.issued() > 0
                && now.isAfter(Instant.ofEpochSecond(cursor.issued()).plus(life));
        if (aged || cursor.generation() != generation || cursor.revision() < floor || cursor.revision() > revision) {
            throw Refusal.fullSyncRequired();
        }
    }

    /// Where the page token points, or the beginning of a new round.
    static Cursors.Page position(
            @Nullable String pageToken, String scope, long generation, long revision, String shape) {
        if (pageToken == null) {
            return new Cursors.Page(scope, generation, revision, shape, "", 0);
        }
        var page = Cursors.Page.parse(pageToken)
                .filter(read -> read.scope().equals(scope))
                .orElseThrow(() -> Refusal.parameter(400, "invalid", "Invalid page token value.", "pageToken"));
        if (!page.shape().equals(shape)) {
            throw Refusal.badRequest("pageToken", "The page token belongs to a request with other parameters.");
        }
        return page;
    }
}
