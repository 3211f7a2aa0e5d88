package io.kalends.health;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.hybrid.HpkeParameters;
import com.google.crypto.tink.hybrid.HybridConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.json.JsonMapper;

import io.kalends.schemas.Keys;
import io.kalends.schemas.v1.ConnectionAction;
import io.kalends.schemas.v1.ConnectionRequested;
import io.kalends.schemas.v1.VaultKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class ConnectIT {

    private static final String REFRESH = "canary-refresh-7f3a";
    private static final String ACCESS = "canary-access-91bd";
    private static final String BODY = """
            {"tenantId":"sealed","userId":"u1","provider":"google","refreshToken":"%s","accessToken":"%s",
             "expiresAt":"2026-03-01T13:00:00+01:00"}""".formatted(REFRESH, ACCESS);

    private final Stack stack = Stack.shared();

    @Test
    void a_credential_reaches_the_worker_and_is_readable_nowhere_else(CapturedOutput log)
            throws GeneralSecurityException {
        HybridConfig.register();
        var keys = KeysetHandle.generateNew(HpkeParameters.builder()
                .setVariant(HpkeParameters.Variant.TINK)
                .setKemId(HpkeParameters.KemId.DHKEM_X25519_HKDF_SHA256)
                .setKdfId(HpkeParameters.KdfId.HKDF_SHA256)
                .setAeadId(HpkeParameters.AeadId.AES_256_GCM)
                .build());
        speakUp();
        stack.jdbc().sql("DELETE FROM health.vault_key").update();
        var early = stack.http().post("/api/calendar/connections", BODY);
        assertThat(early.statusCode()).as("no key yet").isEqualTo(503);
        assertThat(early.headers().firstValue("Retry-After")).isPresent();
        stack.publish(
                stack.topics().vaultKey(),
                Keys.VAULT,
                VaultKey.newBuilder()
                        .setEventId(UUID.randomUUID().toString())
                        .setOccurredAt(Messages.NOON)
                        .setKeyId("key-1")
                        .setPublicKeyset(ByteBuffer.wrap(
                                TinkProtoKeysetFormat.serializeKeysetWithoutSecret(keys.getPublicKeysetHandle())))
                        .build());
        await().untilAsserted(() -> assertThat(
                        stack.http().post("/api/calendar/connections", BODY).statusCode())
                .isEqualTo(202));

        var published = published().getLast();
        var answers = List.of(
                early.body(),
                stack.http().post("/api/calendar/connections", BODY).body());
        stack.http().post("/api/calendar/connections", BODY.replace("\"google\"", "17"));
        stack.http().post("/api/calendar/connections", BODY.replace("}", ""));

        assertThat(published.getAction()).isEqualTo(ConnectionAction.CONNECT);
        assertThat(published.getVaultKeyId()).isEqualTo("key-1");
        var sealed = new byte[published.getSealedCredential().remaining()];
        published.getSealedCredential().duplicate().get(sealed);
        var opened = keys.getPrimitive(RegistryConfiguration.get(), HybridDecrypt.class)
                .decrypt(sealed, "kalends/credential/v1/sealed/u1/google".getBytes(StandardCharsets.UTF_8));
        assertThat(JsonMapper.shared().readTree(opened))
                .isEqualTo(JsonMapper.shared().readTree("""
                        {"refreshToken":"%s","accessToken":"%s","expiresAt":"2026-03-01T12:00:00Z"}
                        """.formatted(REFRESH, ACCESS)));
        assertThat(everywhere(answers, log))
                .noneSatisfy(text -> assertThat(text).containsAnyOf(REFRESH, ACCESS, "canary"));
        assertThat(log.getAll()).as("the log was listened to").contains("command published", "POST ");
    }

    private List<ConnectionRequested> published() {
        return stack.readRecords(stack.topics().connectionRequested(), ConnectionRequested.class).stream()
                .filter(command -> "sealed".equals(command.getTenantId()))
                .toList();
    }

    private List<String> everywhere(List<String> answers, CapturedOutput log) {
        var texts = new ArrayList<>(answers);
        stack.read(stack.topics().connectionRequested(), 1)
                .forEach(record -> texts.add(new String(record.value(), StandardCharsets.ISO_8859_1)));
        texts.add(log.getAll());
        texts.addAll(stack.jdbc()
                .sql(
                        "SELECT to_jsonb(c)::text FROM health.command c UNION ALL SELECT to_jsonb(c)::text FROM health.connection c")
                .query(String.class)
                .list());
        return texts;
    }

    @AfterEach
    void quietAgain() {
        var logging = LoggingSystem.get(ConnectIT.class.getClassLoader());
        logging.setLogLevel("io.kalends", LogLevel.WARN);
        logging.setLogLevel("org.springframework.web", LogLevel.WARN);
    }

    private static void speakUp() {
        var logging = LoggingSystem.get(ConnectIT.class.getClassLoader());
        logging.setLogLevel("io.kalends", LogLevel.TRACE);
        logging.setLogLevel("org.springframework.web", LogLevel.TRACE);
    }
}
