package io.kalends.worker.vault;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;

import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.PredefinedAeadParameters;

/// The command `keyset`: makes and changes a file of master keys. It prints ids and never a key.
public final class EditKeyset {

    private static final String HELP = """
            usage: ./kalends keyset ACTION FILE [KEY]

              new FILE          make a keyset of one fresh key
              import FILE       make a keyset of the key in ENCRYPTION_KEY
              show FILE         list the keys by id
              add FILE          add a fresh key, which only opens until it is promoted
              promote FILE KEY  let this key wrap from now on; the others open
              disable FILE KEY  stop using this key, and keep it
              enable FILE KEY   use a disabled key again
              remove FILE KEY   take a disabled key out for good
            """;

    private EditKeyset() {}

    public static void main(String[] args) {
        System.exit(run(args, System.getenv(), System.out, System.err));
    }

    /// Runs the command.
    ///
    /// @return what the process ends with: 0 when it was done, 1 when the file cannot be written, 2 when the
    ///     arguments make no sense
    static int run(String[] args, Map<String, String> environment, PrintStream out, PrintStream err) {
        if (args.length == 1 && (args[0].equals("--help") || args[0].equals("-h"))) {
            out.print(HELP);
            return 0;
        }
        try {
            if (args.length < 2 || args.length > 3) {
                throw new IllegalArgumentException("an action, a file and for some actions a key are needed");
            }
            var file = new KeysetFile(Path.of(args[1]));
            switch (args[0] + (args.length == 2 ? "" : " KEY")) {
                case "new" -> file.create(KeysetFile.fresh());
                case "import" -> file.create(imported(environment));
                case "show" -> {}
                case "add" -> file.replace(added(file.read()));
                case "promote KEY", "disable KEY", "enable KEY", "remove KEY" ->
                    file.replace(changed(file.read(), args[0], args[2]));
                default -> throw new IllegalArgumentException("there is no action '" + args[0] + "' like this");
            }
            show(file.read(), out);
            return 0;
        } catch (IllegalArgumentException e) {
            err.println("kalends keyset: " + e.getMessage());
            err.print(HELP);
            return 2;
        } catch (FileAlreadyExistsException e) {
            err.println("kalends keyset: " + e.getMessage() + " is there already and is not overwritten");
            return 1;
        } catch (IOException | GeneralSecurityException e) {
            err.println("kalends keyset: " + args[1] + " could not be written: " + e.getMessage());
            return 1;
        }
    }

    private static KeysetHandle imported(Map<String, String> environment) throws GeneralSecurityException {
        return EncryptionKey.of(environment.getOrDefault("ENCRYPTION_KEY", "")).alone();
    }

    private static KeysetHandle added(KeysetHandle keyset) throws GeneralSecurityException {
        return KeysetHandle.newBuilder(keyset)
                .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                        .withRandomId())
                .build();
    }

    private static KeysetHandle changed(KeysetHandle keyset, String action, String key)
            throws GeneralSecurityException {
        int at = find(keyset, key);
        var there = keyset.getAt(at);
        var enabled = there.getStatus().equals(KeyStatus.ENABLED);
        var builder = KeysetHandle.newBuilder(keyset);
        switch (action) {
            case "promote" -> {
                require(enabled, "key " + key + " is disabled: enable it first");
                builder.getAt(at).makePrimary();
            }
            case "disable" -> {
                require(!there.isPrimary(), "key " + key + " is the primary one: promote another first");
                builder.getAt(at).setStatus(KeyStatus.DISABLED);
            }
            case "enable" -> builder.getAt(at).setStatus(KeyStatus.ENABLED);
            default -> {
                require(!enabled, "key " + key + " is in use: disable it, and remove it once all workers run without");
                builder.deleteAt(at);
            }
        }
        return builder.build();
    }

    private static int find(KeysetHandle keyset, String key) {
        for (int i = 0; i < keyset.size(); i++) {
            if (id(keyset.getAt(i)).equals(key)) {
                return i;
            }
        }
        throw new IllegalArgumentException("there is no key " + key + " in this keyset");
    }

    private static void show(KeysetHandle keyset, PrintStream out) {
        for (int i = 0; i < keyset.size(); i++) {
            var key = keyset.getAt(i);
            var use = key.isPrimary()
                    ? "wraps and opens (primary)"
                    : key.getStatus().equals(KeyStatus.ENABLED) ? "opens" : "disabled";
            out.println("key " + id(key) + ": " + use);
        }
    }

    private static String id(KeysetHandle.Entry key) {
        return Integer.toUnsignedString(key.getId());
    }

    private static void require(boolean allowed, String otherwise) {
        if (!allowed) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
