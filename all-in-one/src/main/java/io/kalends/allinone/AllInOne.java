package io.kalends.allinone;

import java.util.Arrays;

import io.kalends.worker.vault.EditKeyset;
import io.kalends.worker.vault.Reseal;

/// The entry of those commands of `./kalends` that run or need a service; the others are the module `cli`.
public final class AllInOne {

    private AllInOne() {}

    /// @param args `demo`, or `keyset` or `reseal` with its options
    public static void main(String[] args) throws Exception {
        var command = args.length == 0 ? "demo" : args[0];
        var rest = Arrays.copyOfRange(args, Math.min(1, args.length), args.length);
        switch (command) {
            case "demo" -> Demo.run(System.getenv(), System.out);
            case "keyset" -> EditKeyset.main(rest);
            case "reseal" -> Reseal.main(rest);
            default -> {
                System.err.println("There is no command '" + command + "': use demo, keyset or reseal.");
                System.exit(2);
            }
        }
    }
}
