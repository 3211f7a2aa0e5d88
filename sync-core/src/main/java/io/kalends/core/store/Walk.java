package io.kalends.core.store;

import org.jspecify.annotations.Nullable;

import io.kalends.core.provider.PageRequest.Origin;

/// A walk through a calendar that is under way: what is saved with every page, and where a crash or the next
/// slice goes on.
public sealed interface Walk {

    /// Marks what this walk has seen; grows with every walk of the calendar. 0 of one that sees nothing.
    long generation();

    /// Pages are being read.
    ///
    /// @param pageToken the page to ask for next, null for the first
    /// @param pages how many have been read
    /// @param restarted true when a lost cursor made it begin again
    record Reading(Origin origin, long generation, @Nullable String pageToken, int pages, boolean restarted)
            implements Walk {

        /// FULL when everything in the window is read.
        public SyncMode mode() {
            return switch (origin) {
                case Origin.Everything _ -> SyncMode.FULL;
                case Origin.Since _ -> SyncMode.DELTA;
            };
        }

        @Override
        public String toString() {
            return "Reading[" + mode() + ", generation=" + generation + ", pages=" + pages + "]";
        }
    }

    /// All pages of a delta are read; series it told something of are being checked for events it did not show.
    ///
    /// @param cursor where the next delta starts, once all are checked
    record Checking(Origin.Since origin, long generation, String cursor) implements Walk {
        @Override
        public String toString() {
            return "Checking[generation=" + generation + "]";
        }
    }

    /// All pages of a full walk are read; what none of them showed is being removed.
    ///
    /// @param cursor where the next delta starts, once the sweep is done
    record Sweeping(Origin.Everything origin, long generation, String cursor, boolean restarted) implements Walk {
        @Override
        public String toString() {
            return "Sweeping[generation=" + generation + "]";
        }
    }

    /// The calendar is no longer to be kept in step; what is held of it is being removed.
    record Closing() implements Walk {
        @Override
        public long generation() {
            return 0;
        }
    }
}
