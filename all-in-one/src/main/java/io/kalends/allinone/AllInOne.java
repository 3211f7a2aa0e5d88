package io.kalends.allinone;

import java.util.Arrays;

import io.kalends.allinone.watch.Watch;
import io.kalends.worker.vault.EditKeyset;
import io.kalends.worker.vault.Reseal;

/// The entry of the commands of `./kalends`.
public final class AllInOne {

    private AllInOne() {}

    /// @param args `demo`, or `watch`, `keyset` or `reseal` with its options
    public static void main(String[] args) throws Exception {
        var command = args.length == 0 ? "demo" : args[0];
        var rest = Arrays.copyOfRange(args, Math.min(1, args.length), args.length);
        switch (command) {
            case "demo" -> Demo.run(System.getenv(), System.out);
            case "watch" -> System.exit(Watch.run(rest, System.getenv(), System.out, System.err));
            case "keyset" -> EditKeyset.main(rest);
            case "reseal" -> Reseal.main(rest);
            default -> {
                System.err.println("There is no command '" + command + "': use demo, watch, keyset or reseal.");
                System.exit(2);
            }
        }
    }
}
