package io.kalends.worker.vault;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.worker.vault.WrappedKeys.Use;

/// Sees to it at start that the master keyset holds every key that is in use, and that they are what they were.
final class KeysAtHand {

    private static final Logger log = LoggerFactory.getLogger(KeysAtHand.class);

    /// One altered row is no reason to stop everybody; this many are.
    private static final int TRIED = 3;

    private static final String HANGING_ON = """
            SELECT count(*) AS connections
              FROM sync.credential
              JOIN sync.connection USING (connection_key)
              JOIN sync.tenant_key USING (tenant_id)
             WHERE master_key_id = :masterKeyId
            """;

    private final JdbcClient jdbc;
    private final MasterKeyset master;

    KeysAtHand(JdbcClient jdbc, MasterKeyset master) {
        this.jdbc = jdbc;
        this.master = master;
    }

    /// What each master key has wrapped.
    List<Use> uses() {
        return Arrays.stream(WrappedKeys.values())
                .flatMap(keys -> keys.uses(jdbc).stream())
                .toList();
    }

    /// @throws IllegalStateException when a key is missing or is not the one that it was; the message names each with
    /// the rows that need it, and what to do
    void check() {
        var uses = uses();
        var missing = uses.stream()
                .filter(use -> !master.ids().contains(use.masterKeyId()))
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalStateException("the master keyset lacks keys that are in use: " + named(missing)
                    + ". Put them back into KALENDS_KEYSET_FILE, or set ENCRYPTION_KEY to what it was; without them"
                    + " nobody can read what these rows protect. A key may go once './kalends reseal' says so");
        }
        var strange = uses.stream().filter(use -> !opens(use)).toList();
        if (!strange.isEmpty()) {
            throw new IllegalStateException(
                    "the master keyset has keys that do not open what they have wrapped: " + named(strange)
                            + ". Another key has taken their id in KALENDS_KEYSET_FILE: put the right one back");
        }
    }

    /// Says in the log that there is something left to reseal.
    void tellOfOlder() {
        long older = uses().stream()
                .filter(use -> use.masterKeyId() != master.primaryId())
                .mapToLong(Use::rows)
                .sum();
        if (older > 0) {
            log.atInfo()
                    .addKeyValue("rows", older)
                    .addKeyValue("masterKeyId", master.primaryId())
                    .log("older master keys still wrap keys: './kalends reseal' wraps them with the primary one");
        }
    }

    private boolean opens(Use use) {
        return use.keys().some(jdbc, use.masterKeyId(), TRIED).stream().anyMatch(row -> {
            try {
                master.unwrap(row.wrapped(), use.keys().boundTo(row.id()));
                return true;
            } catch (GeneralSecurityException _) {
                return false;
            }
        });
    }

    private String named(List<Use> uses) {
        return uses.stream()
                .collect(Collectors.groupingBy(Use::masterKeyId, TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(key -> "key " + key.getKey() + " ("
                        + key.getValue().stream().map(Use::toString).collect(Collectors.joining(", "))
                        + "; connections whose credentials hang on it: " + connections(key.getKey()) + ")")
                .collect(Collectors.joining(", "));
    }

    private long connections(long masterKeyId) {
        return jdbc.sql(HANGING_ON)
                .param("masterKeyId", masterKeyId)
                .query(Long.class)
                .single();
    }
}
