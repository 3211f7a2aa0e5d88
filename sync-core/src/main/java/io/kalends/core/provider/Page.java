package io.kalends.core.provider;

import java.util.List;

/// One page of changes, in the provider's order. The same event may come more than once; the later entry wins.
public record Page(List<Change> changes, Next next) {

    public Page {
        changes = List.copyOf(changes);
    }

    /// What follows a page.
    public sealed interface Next {

        /// There is more, under `pageToken`. A page may be empty and still be followed by more.
        record More(String pageToken) implements Next {
            @Override
            public String toString() {
                return "More[pageToken=***]";
            }
        }

        /// That was all; `cursor` is where the next delta starts.
        record Last(String cursor) implements Next {
            @Override
            public String toString() {
                return "Last[cursor=***]";
            }
        }
    }
}
