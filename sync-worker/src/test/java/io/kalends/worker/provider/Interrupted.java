package io.kalends.worker.provider;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

import org.jspecify.annotations.Nullable;

import io.kalends.core.store.SyncStore;

/// A store in front of which something happens in the middle of a run: others edit or take the connection, or
/// the worker dies before or right after it has written.
final class Interrupted {

    /// What happens, and at which call.
    ///
    /// @param call counted from 1
    /// @param after true when the call is made first
    record Incident(int call, boolean after, Happening happening) {}

    /// Something that happens meanwhile.
    @FunctionalInterface
    interface Happening {
        void happen() throws InterruptedException;
    }

    private Interrupted() {}

    static SyncStore store(SyncStore store, @Nullable Incident incident) {
        if (incident == null) {
            return store;
        }
        var calls = new int[1];
        return (SyncStore) Proxy.newProxyInstance(
                SyncStore.class.getClassLoader(), new Class<?>[] {SyncStore.class}, (_, method, arguments) -> {
                    var due = ++calls[0] == incident.call();
                    if (due && !incident.after()) {
                        incident.happening().happen();
                    }
                    try {
                        var result = method.invoke(store, arguments);
                        if (due && incident.after()) {
                            incident.happening().happen();
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }
}
