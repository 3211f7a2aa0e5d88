package io.kalends.health;

import java.util.ArrayList;

import org.junit.jupiter.api.Test;

import io.kalends.schemas.ConnectionKey;
import io.kalends.schemas.v1.ConnectionStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class PagingIT {

    private static final int CONNECTIONS = 23;

    private final Stack stack = Stack.shared();

    @Test
    void pages_list_every_connection_once_and_the_summary_counts_the_whole_filter() {
        fill("paged");

        var seen = new ArrayList<String>();
        var path = "/api/calendar/health?tenantId=paged&limit=5";
        var cursor = "";
        do {
            var page = Http.json(stack.http().get(path + cursor));
            page.get("syncs").forEach(entry -> seen.add(entry.get("userId").asString()));
            assertThat(page.at("/summary/totalSyncs").asInt()).isEqualTo(CONNECTIONS);
            cursor = page.get("nextCursor").isNull()
                    ? ""
                    : "&cursor=" + page.get("nextCursor").asString();
        } while (!cursor.isEmpty());

        assertThat(seen).hasSize(CONNECTIONS).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void filters_narrow_the_list_and_the_summary() {
        fill("filtered");

        assertThat(total("tenantId=filtered&provider=google")).isEqualTo(12);
        assertThat(total("tenantId=filtered&userId=user-07")).isOne();
        assertThat(total("tenantId=filtered&status=needs-reconnect")).isEqualTo(2);
        assertThat(total("tenantId=filtered&status=degraded")).isEqualTo(2);
        assertThat(total("tenantId=filtered&status=healthy")).isEqualTo(CONNECTIONS - 2);
        assertThat(total("tenantId=filt%25"))
                .as("a wildcard is a plain character")
                .isZero();
        assertThat(total("tenantId=filtered'%20OR%20'1'='1"))
                .as("SQL is a plain text")
                .isZero();
    }

    @Test
    void a_cursor_is_refused_with_another_filter() {
        fill("bound");
        var cursor = Http.json(stack.http().get("/api/calendar/health?tenantId=bound&limit=3"))
                .get("nextCursor")
                .asString();

        assertThat(stack.http()
                        .get("/api/calendar/health?tenantId=other&limit=3&cursor=" + cursor)
                        .statusCode())
                .isEqualTo(400);
        assertThat(stack.http()
                        .get("/api/calendar/health?limit=3&cursor=" + cursor)
                        .statusCode())
                .isEqualTo(400);
        assertThat(stack.http()
                        .get("/api/calendar/health?tenantId=bound&limit=9&cursor=" + cursor)
                        .statusCode())
                .isEqualTo(200);
    }

    private void fill(String tenant) {
        for (int user = 0; user < CONNECTIONS; user++) {
            var key = new ConnectionKey(tenant, "user-%02d".formatted(user), user % 2 == 0 ? "google" : "outlook");
            var status = user % 20 == 1 ? ConnectionStatus.NEEDS_RECONNECT : ConnectionStatus.ACTIVE;
            stack.publish(Messages.changed(key, 1, status).build(), key);
        }
        await().untilAsserted(() -> assertThat(total("tenantId=" + tenant)).isEqualTo(CONNECTIONS));
    }

    private int total(String filter) {
        return Http.json(stack.http().get("/api/calendar/health?" + filter))
                .at("/summary/totalSyncs")
                .asInt();
    }
}
