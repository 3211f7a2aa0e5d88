package io.kalends.allinone;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/// Catches Ctrl-C and `kill` before the JVM begins to shut down. The library that runs PostgreSQL stops it in a
/// shutdown hook of its own, and
/// hooks run in no order: the database must not go before those who use it.
///
/// `sun.misc.Signal` is supported by every JDK but has no public name, hence the reflection.
final class Signals {

    private static final String[] STOPPING = {"INT", "TERM", "HUP"};

    private Signals() {}

    /// Runs `stop` once, on the first signal, and ends the JVM.
    static void onStop(Runnable stop) throws ReflectiveOperationException {
        var signal = Class.forName("sun.misc.Signal");
        var handler = Class.forName("sun.misc.SignalHandler");
        var stopping = new AtomicBoolean();
        var proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (_, method, _) -> {
            if (method.getName().equals("handle") && !stopping.getAndSet(true)) {
                Thread.ofPlatform().name("stop").start(() -> {
                    stop.run();
                    System.exit(0);
                });
            }
            return null;
        });
        for (var name : STOPPING) {
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        }
    }
}
