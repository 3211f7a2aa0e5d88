package io.kalends.core.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// One meeting in the window: a single event, or one instance of a series.
///
/// @param title null when there is none or it is hidden
/// @param span when it is
/// @param timeZone IANA zone it was made in, null when the provider names none
/// @param location as written
/// @param organizer null when hidden
/// @param attendeesOmitted true when the provider left some out
/// @param seriesId the provider's id of the series this is an instance of
/// @param originalStart where the series put it before any move; all-day: midnight UTC
/// @param busy true when it blocks the user's time
/// @param webLink address in the provider's own page
/// @param revision what the provider says about its own version of it
public record CalendarEvent(
        @Nullable String title,
        Span span,
        @Nullable String timeZone,
        Status status,
        @Nullable String location,
        @Nullable Person organizer,
        List<Attendee> attendees,
        boolean attendeesOmitted,
        @Nullable String seriesId,
        @Nullable Instant originalStart,
        @Nullable OnlineMeeting onlineMeeting,
        Visibility visibility,
        boolean busy,
        @Nullable String webLink,
        Revision revision) {

    /// Whether the meeting stands.
    public enum Status {
        CONFIRMED,
        TENTATIVE,
        CANCELLED
    }

    /// Who may see details at the provider.
    public enum Visibility {
        DEFAULT,
        PUBLIC,
        PRIVATE,
        CONFIDENTIAL
    }

    /// An attendee's answer.
    public enum Response {
        UNKNOWN,
        NEEDS_ACTION,
        DECLINED,
        TENTATIVE,
        ACCEPTED
    }

    /// A person or a room.
    public record Person(@Nullable String email, @Nullable String name, boolean self) {}

    /// Somebody invited.
    public record Attendee(Person person, Response response, boolean optional, boolean resource, boolean organizer) {}

    /// How to join online.
    public record OnlineMeeting(
            String joinUrl,
            @Nullable String product,
            @Nullable String conferenceId) {}

    /// The provider's own version of the event. It is passed on, but a new revision alone is no change.
    ///
    /// @param updatedAt when the provider last saw a change
    /// @param etag its version tag, verbatim
    public record Revision(
            @Nullable Instant updatedAt, @Nullable String etag) {}

    public CalendarEvent {
        attendees = List.copyOf(attendees);
    }

    /// The instance of this series that the series' rule puts at `when`. Those of a series of whole days are of whole
    /// days, also where a provider tells no more than their midnights.
    ///
    /// @param etag the instance's own version tag, null when it has none
    public CalendarEvent instance(String ofSeries, Span when, @Nullable String etag) {
        var lasts = span instanceof Span.AllDay ? wholeDays(when) : when;
        return new CalendarEvent(
                title,
                lasts,
                timeZone,
                status,
                location,
                organizer,
                attendees,
                attendeesOmitted,
                ofSeries,
                when.start(),
                onlineMeeting,
                visibility,
                busy,
                webLink,
                new Revision(revision.updatedAt(), etag == null ? revision.etag() : etag));
    }

    private static Span wholeDays(Span when) {
        return new Span.AllDay(
                LocalDate.ofInstant(when.start(), ZoneOffset.UTC), LocalDate.ofInstant(when.end(), ZoneOffset.UTC));
    }

    /// An event of which nothing is known but when it is.
    public static CalendarEvent untold(Span when) {
        return new CalendarEvent(
                null,
                when,
                null,
                Status.CONFIRMED,
                null,
                null,
                List.of(),
                false,
                null,
                null,
                null,
                Visibility.DEFAULT,
                true,
                null,
                new Revision(null, null));
    }
}
