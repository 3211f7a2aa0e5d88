package io.kalends.core.incident;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.Provider;

/// What runs ask and tell about the incidents of their provider. Everything may throw what the store throws when it is
/// away.
public interface Incidents {

    /// Whether a run of `key` may go through `door` now.
    ///
    /// @param awaited true when somebody waits for the run
    Passage enter(ConnectionKey key, Door door, boolean awaited);

    /// A run of `key` got an answer at `door` that shows it to work.
    void worked(ConnectionKey key, Door door);

    /// A run of `key` met what would be `kind` if many met it.
    ///
    /// @param message one line for people, without secrets
    /// @return how long it is held up because many do, or null when the trouble is its own
    Passage.@Nullable Held failed(ConnectionKey key, IncidentKind kind, String message);

    /// Whether nothing is wrong at `provider`, so that a call may be tried again in place.
    boolean calm(Provider provider);

    /// For whoever knows of no incidents.
    Incidents NONE = new Incidents() {

        @Override
        public Passage enter(ConnectionKey key, Door door, boolean awaited) {
            return new Passage.Free();
        }

        @Override
        public void worked(ConnectionKey key, Door door) {}

        @Override
        public Passage.@Nullable Held failed(ConnectionKey key, IncidentKind kind, String message) {
            return null;
        }

        @Override
        public boolean calm(Provider provider) {
            return true;
        }
    };
}
