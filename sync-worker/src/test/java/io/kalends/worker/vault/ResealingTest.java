package io.kalends.worker.vault;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.kalends.core.token.RefreshToken;
import io.kalends.worker.vault.Resealing.Done;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ResealingTest {

    private static final byte[] SECRET = "secret".getBytes(UTF_8);

    private static VaultDatabase database;

    @TempDir
    Path folder;

    private final MasterKeyset old = MasterKeyset.of(new VaultSettings(TestVault.KEY, ""));
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Path file;
    private MasterKeyset both;
    private MasterKeyset alone;

    @BeforeAll
    static void start() {
        database = new VaultDatabase();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void twoKeys() throws Exception {
        database.clear();
        file = folder.resolve("keyset.json");
        MasterKeyset.generateFile(file);
        both = MasterKeyset.of(new VaultSettings(TestVault.KEY, file.toString()));
        alone = MasterKeyset.of(new VaultSettings("", file.toString()));
    }

    @Test
    void a_new_primary_key_takes_over_and_the_old_one_can_go() {
        var before = new TestVault(database, old);
        var sealed = before.sealer().seal("acme", "place", SECRET);
        var key = database.connection("acme", "u1");
        before.connect(key, "refresh-1");
        var pair = before.pairs().newest();

        resealing().run(_ -> {});

        new KeysAtHand(database.jdbc(), alone).check();
        var after = new TestVault(database, alone);
        assertThat(after.sealer().open("acme", "place", sealed)).isEqualTo(SECRET);
        assertThat(Objects.requireNonNull(after.tokens().read(key)).refresh()).isEqualTo(new RefreshToken("refresh-1"));
        assertThat(after.pairs().opener(pair.keyId())).isNotNull();
    }

    @Test
    void a_worker_that_does_not_have_the_new_key_yet_goes_on_with_what_it_has_opened() {
        var behind = new TestVault(database, old);
        var sealed = behind.sealer().seal("acme", "place", SECRET);

        resealing().run(_ -> {});

        assertThat(behind.sealer().open("acme", "place", sealed)).isEqualTo(SECRET);
        var more = behind.sealer().seal("acme", "place", SECRET);
        assertThat(new TestVault(database, alone).sealer().open("acme", "place", more))
                .isEqualTo(SECRET);
    }

    @Test
    void a_rewrapped_key_is_still_bound_to_its_tenant() {
        tenants(2);
        resealing().run(_ -> {});
        database.jdbc().sql("""
                UPDATE sync.tenant_key
                   SET keyset_wrapped = (SELECT keyset_wrapped FROM sync.tenant_key WHERE tenant_id = 'tenant-0')
                 WHERE tenant_id = 'tenant-1'
                """).update();

        assertThatThrownBy(() -> new TestVault(database, both).sealer().seal("tenant-1", "place", SECRET))
                .isInstanceOf(Sealer.SealBrokenException.class);
    }

    @Test
    void what_was_stopped_half_way_goes_on_when_it_is_repeated() {
        tenants(450);
        var stopped = new ArrayList<Done>();

        assertThatThrownBy(() -> resealing().run(done -> {
                    stopped.add(done);
                    throw new IllegalStateException("stopped");
                }))
                .hasMessage("stopped");
        var rest = new ArrayList<Done>();
        resealing().run(rest::add);

        assertThat(stopped).hasSize(1);
        assertThat(rest).hasSize(250).allMatch(Done::opened).doesNotContainAnyElementsOf(stopped);
        new KeysAtHand(database.jdbc(), alone).check();
    }

    @Test
    void two_at_once_and_workers_that_seal_and_connect_do_not_disturb_each_other() throws Exception {
        tenants(300);
        var key = database.connection("tenant-7", "u1");
        var worker = new TestVault(database, both);
        var resealed = new AtomicBoolean();

        var done = new CopyOnWriteArrayList<Done>();
        Future<Integer> sealings;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            sealings = threads.submit(() -> {
                int times = 0;
                while (!resealed.get()) {
                    var sealed = worker.sealer().seal("tenant-" + times % 300, "place", SECRET);
                    worker.connect(key, "refresh-" + times);
                    assertThat(new TestVault(database, both).sealer().open("tenant-" + times % 300, "place", sealed))
                            .isEqualTo(SECRET);
                    times++;
                }
                return times;
            });
            threads.invokeAll(List.of(() -> all(done), () -> all(done))).forEach(Future::resultNow);
            resealed.set(true);
        }

        assertThat(sealings.resultNow()).isPositive();
        assertThat(done).hasSize(300).extracting(Done::id).doesNotHaveDuplicates();
        new KeysAtHand(database.jdbc(), alone).check();
    }

    private boolean all(List<Done> done) {
        resealing().run(done::add);
        return true;
    }

    @Test
    void the_command_counts_by_key_and_says_which_key_can_go() {
        tenants(3);
        new TestVault(database, old).pairs().newest();

        var ended = reseal(fromFile(), "--kalends.vault.encryption-key=" + TestVault.KEY);

        assertThat(err.toString(UTF_8)).isEmpty();
        assertThat(out.toString(UTF_8))
                .contains("key " + old.primaryId() + ": 3 rows of sync.tenant_key and 1 row of sync.vault_key_pair")
                .contains("key " + old.primaryId() + ": 4 of 4 rows done")
                .contains("key " + old.primaryId() + ": no longer needed");
        assertThat(ended).isZero();
        assertThatCode(() -> new KeysAtHand(database.jdbc(), alone).check()).doesNotThrowAnyException();
    }

    @Test
    void a_row_that_does_not_open_is_named_and_left_and_the_key_is_kept() {
        tenants(3);
        database.jdbc()
                .sql("UPDATE sync.tenant_key SET keyset_wrapped = '\\x00' WHERE tenant_id = 'tenant-1'")
                .update();

        var ended = reseal(fromFile(), "--kalends.vault.encryption-key=" + TestVault.KEY);

        assertThat(out.toString(UTF_8))
                .contains("not done: the row 'tenant-1' of sync.tenant_key does not open")
                .contains("key " + old.primaryId() + ": still wraps 1 row of sync.tenant_key")
                .doesNotContain("no longer needed");
        assertThat(ended).isEqualTo(1);
    }

    @Test
    void without_a_key_that_is_in_use_nothing_is_touched() {
        tenants(1);

        var ended = reseal(fromFile());

        assertThat(ended).isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .contains("lacks keys that are in use: key " + old.primaryId())
                .doesNotContain("Exception");
        new KeysAtHand(database.jdbc(), old).check();
    }

    @Test
    void what_makes_no_sense_is_said_in_one_line_and_never_quoted() {
        assertThat(reseal("please")).isEqualTo(2);
        assertThat(reseal()).isEqualTo(2);
        assertThat(reseal("--kalends.vault.encryption-key=planted!")).isEqualTo(2);
        assertThat(reseal("--kalends.vault.keyset-file=" + folder.resolve("nowhere")))
                .isEqualTo(2);

        assertThat(err.toString(UTF_8))
                .contains("there is no option 'please'")
                .contains("ENCRYPTION_KEY is not base64")
                .contains("nowhere does not exist")
                .contains("no master key: point KALENDS_KEYSET_FILE")
                .contains("usage:")
                .doesNotContain("planted", "Exception");
    }

    private int reseal(String... more) {
        var args = new ArrayList<>(List.of(more));
        args.add("--spring.datasource.url=" + database.url());
        args.add("--spring.datasource.username=postgres");
        return Reseal.run(
                args.toArray(String[]::new), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }

    private String fromFile() {
        return "--kalends.vault.keyset-file=" + file;
    }

    private void tenants(int number) {
        var vault = new TestVault(database, old);
        IntStream.range(0, number).forEach(i -> vault.sealer().seal("tenant-" + i, "place", SECRET));
    }

    private Resealing resealing() {
        return new Resealing(database.jdbc(), database.transactions(), both);
    }
}
