package io.kalends.worker.vault;

import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.kalends.worker.vault.Sealer.SealBrokenException;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TenantSealerTest {

    private static final byte[] CURSOR = "https://graph.example/delta?token=planted".getBytes(UTF_8);

    private static VaultDatabase database;

    private Sealer sealer;

    @BeforeAll
    static void start() {
        database = new VaultDatabase();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void empty() {
        database.clear();
        sealer = new TestVault(database).sealer();
    }

    @Test
    void what_was_sealed_opens_at_every_worker_that_has_the_master_key() {
        var sealed = sealer.seal("acme", "acme/u1/google/cursor", CURSOR);

        assertThat(sealer.open("acme", "acme/u1/google/cursor", sealed)).isEqualTo(CURSOR);
        assertThat(new TestVault(database).sealer().open("acme", "acme/u1/google/cursor", sealed))
                .isEqualTo(CURSOR);
    }

    @Test
    void nothing_of_the_plain_text_shows_and_no_two_sealings_are_alike() {
        var once = sealer.seal("acme", "place", CURSOR);
        var twice = sealer.seal("acme", "place", CURSOR);

        assertThat(new String(once, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("planted");
        assertThat(once).isNotEqualTo(twice);
    }

    @Test
    void it_opens_for_no_other_place_and_no_other_tenant() {
        sealer.seal("other", "place", CURSOR);
        var sealed = sealer.seal("acme", "place", CURSOR);

        assertThatThrownBy(() -> sealer.open("acme", "another place", sealed)).isInstanceOf(SealBrokenException.class);
        assertThatThrownBy(() -> sealer.open("other", "place", sealed)).isInstanceOf(SealBrokenException.class);
    }

    @Test
    void parts_that_read_alike_when_joined_are_told_apart() {
        assertThat(AssociatedData.of("v1", "ab", "c")).isNotEqualTo(AssociatedData.of("v1", "a", "bc"));
    }

    @Test
    void an_altered_byte_is_noticed() {
        var sealed = sealer.seal("acme", "place", CURSOR);
        sealed[sealed.length - 1] ^= 1;

        assertThatThrownBy(() -> sealer.open("acme", "place", sealed)).isInstanceOf(SealBrokenException.class);
    }

    @Test
    void workers_that_need_a_tenants_first_key_at_once_agree_on_one() throws Exception {
        var sealed = new java.util.ArrayList<byte[]>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = threads.invokeAll(IntStream.range(0, 20)
                    .mapToObj(_ -> (Callable<byte[]>)
                            () -> new TestVault(database).sealer().seal("acme", "place", CURSOR))
                    .toList());
            for (var one : all) {
                sealed.add(one.resultNow());
            }
        }

        assertThat(sealed)
                .allSatisfy(one -> assertThat(sealer.open("acme", "place", one)).isEqualTo(CURSOR));
    }

    @Test
    void once_the_data_key_is_destroyed_nothing_opens_although_workers_have_seen_the_key() {
        var elsewhere = new TestVault(database);
        elsewhere.sealer().seal("acme", "place", CURSOR);
        var vault = new TestVault(database);
        var sealed = vault.sealer().seal("acme", "place", CURSOR);

        database.transactions().executeWithoutResult(_ -> vault.keys().destroyUnused("acme"));

        assertThatThrownBy(() -> vault.sealer().open("acme", "place", sealed)).isInstanceOf(SealBrokenException.class);
        var anew = elsewhere.sealer().seal("acme", "place", CURSOR);
        assertThat(new TestVault(database).sealer().open("acme", "place", anew)).isEqualTo(CURSOR);
    }

    @Test
    void another_master_key_opens_nothing() {
        var sealed = sealer.seal("acme", "place", CURSOR);
        var stranger = new TestVault(
                database, MasterKeyset.of(new VaultSettings(Base64.getEncoder().encodeToString(new byte[32]), "")));

        assertThatThrownBy(() -> stranger.sealer().open("acme", "place", sealed))
                .isInstanceOf(SealBrokenException.class);
    }
}
