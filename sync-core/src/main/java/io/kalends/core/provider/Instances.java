package io.kalends.core.provider;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// What a provider tells of the instances of one series in a window.
public sealed interface Instances {

    /// One page of them. The later entry of the same event wins.
    ///
    /// @param nextPageToken null on the last page
    record Some(List<Change> members, @Nullable String nextPageToken) implements Instances {

        public Some {
            members = List.copyOf(members);
        }

        @Override
        public String toString() {
            return "Some[members=" + members.size() + ", nextPageToken=" + (nextPageToken == null ? "none" : "***")
                    + "]";
        }
    }

    /// The provider does not list them: there is no such series, or it has no such call for it.
    record NotListed() implements Instances {}
}
