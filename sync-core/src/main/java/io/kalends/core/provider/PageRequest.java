package io.kalends.core.provider;

import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.EventWindow;

/// Which page of which walk through a calendar.
///
/// @param pageToken from [Page.Next.More] of this walk, null for its first page
public record PageRequest(Origin origin, @Nullable String pageToken) {

    @Override
    public String toString() {
        return "PageRequest[origin=" + origin + ", pageToken=" + (pageToken == null ? "none" : "***") + "]";
    }

    /// Where a walk starts from. All its pages are asked for with the same origin.
    public sealed interface Origin {

        /// The window this walk is about; what lies outside comes as [Change.OutsideWindow].
        EventWindow window();

        /// Everything in the window.
        record Everything(EventWindow window) implements Origin {}

        /// What changed since `cursor`, from [Page.Next.Last] of an earlier walk with the same window.
        record Since(String cursor, EventWindow window) implements Origin {
            @Override
            public String toString() {
                return "Since[cursor=***, window=" + window + "]";
            }
        }
    }
}
