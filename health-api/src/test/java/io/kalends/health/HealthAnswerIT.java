package io.kalends.health;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import io.kalends.schemas.ConnectionKey;
import io.kalends.schemas.v1.ConnectionStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class HealthAnswerIT {

    private final Stack stack = Stack.shared();

    @Test
    void what_the_worker_says_is_answered_in_the_documented_shape() {
        var key = new ConnectionKey("shape", "u1", "google");

        stack.publish(
                stack.topics().connectionChanged(),
                key.text(),
                Messages.changed(key, 1, ConnectionStatus.ACTIVE).build());
        stack.publish(
                stack.topics().syncCompleted(),
                key.text(),
                Messages.completed(key, 2).build());

        await().untilAsserted(() -> {
            var answer = stack.http().get("/api/calendar/health?tenantId=shape");
            assertThat(answer.statusCode()).isEqualTo(200);
            var json = Http.json(answer);
            assertThat(json.get("syncs").size()).isOne();
            assertThat(json.at("/syncs/0/lastSync").isNull()).isFalse();
            var entry = json.get("syncs").get(0);
            assertThat(json.propertyNames()).startsWith("status", "timestamp", "syncs", "summary");
            assertThat(entry.propertyNames())
                    .startsWith(
                            "tenantId",
                            "userId",
                            "provider",
                            "isActive",
                            "lastSync",
                            "consecutiveFailures",
                            "metrics",
                            "tokenExpiry");
            assertThat(entry.get("metrics"))
                    .isEqualTo(JsonMapper.shared()
                            .readTree("{\"eventsSynced\":42,\"syncDuration\":1234,\"lastError\":null}"));
            assertThat(entry.get("lastSync").asString())
                    .isEqualTo(Messages.NOON.plusSeconds(2).toString());
            assertThat(json.get("summary"))
                    .isEqualTo(
                            JsonMapper.shared()
                                    .readTree(
                                            "{\"totalSyncs\":1,\"activeSyncs\":1,\"syncsWithErrors\":0,\"connectedProviders\":1}"));
        });
    }
}
