package io.kalends.allinone;

import java.util.Arrays;

import io.kalends.allinone.watch.Watch;

/// The entry of `./kalends demo` and `./kalends watch`.
public final class AllInOne {

    private AllInOne() {}

    /// @param args `demo`, or `watch` with its options
    public static void main(String[] args) throws Exception {
        var command = args.length == 0 ? "demo" : args[0];
        var rest = Arrays.copyOfRange(args, Math.min(1, args.length), args.length);
        switch (command) {
            case "demo" -> Demo.run(System.getenv(), System.out);
            case "watch" -> System.exit(Watch.run(rest, System.getenv(), System.out, System.err));
            default -> {
                System.err.println("There is no command '" + command + "': use demo or watch.");
                System.exit(2);
            }
        }
    }
}
