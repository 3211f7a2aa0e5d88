package io.kalends.simulator.keep;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/// Keeps a state on disk: at the start what was last written, then a fresh copy every so often and at the end,
/// if anything changed.
///
/// @param <T> a record of records
public final class Keeper<T> implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Keeper.class.getName());

    private final StateFile<T> file;
    private final Supplier<T> state;
    private final Thread thread;
    private @Nullable T written;

    private Keeper(StateFile<T> file, Supplier<T> state, Duration every) {
        this.file = file;
        this.state = state;
        this.thread = Thread.ofVirtual().name("simulator-keeper").unstarted(() -> run(every));
    }

    /// What the file holds, if it is there.
    public static <T> Optional<T> kept(Path file, Class<T> type) {
        return new StateFile<>(file, type).read();
    }

    /// Begins to keep `state`.
    ///
    /// @param every between two copies, real time
    public static <T> Keeper<T> keep(Path file, Class<T> type, Supplier<T> state, Duration every) {
        var keeper = new Keeper<>(new StateFile<>(file, type), state, every);
        keeper.save();
        keeper.thread.start();
        return keeper;
    }

    /// Writes the last copy.
    @Override
    public void close() {
        thread.interrupt();
        save();
    }

    private synchronized void save() {
        var fresh = state.get();
        if (!fresh.equals(written)) {
            file.write(fresh);
            written = fresh;
        }
    }

    private void run(Duration every) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(every);
                saveOrTell();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void saveOrTell() {
        try {
            save();
        } catch (RuntimeException failed) {
            LOG.log(System.Logger.Level.ERROR, "the simulator's state was not saved; it will be tried again", failed);
        }
    }
}
