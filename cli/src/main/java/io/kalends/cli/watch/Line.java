package io.kalends.cli.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

import org.apache.avro.specific.SpecificRecord;

import io.kalends.cli.shell.Screen;
import io.kalends.schemas.v1.CalendarEvent;
import io.kalends.schemas.v1.CalendarEventChanged;
import io.kalends.schemas.v1.ConnectionChanged;
import io.kalends.schemas.v1.SyncCompleted;
import io.kalends.schemas.v1.SyncDeferred;
import io.kalends.schemas.v1.SyncFailed;

/// A record as one line for people. Provider text loses its control characters, so that it cannot steer a terminal.
final class Line {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);
    private static final int LONGEST_TITLE = 60;

    private Line() {}

    static String of(String who, SpecificRecord record) {
        return switch (record) {
            case CalendarEventChanged change ->
                line(change.getOccurredAt(), who, change.getChange().name(), told(change));
            case SyncCompleted done ->
                line(
                        done.getOccurredAt(),
                        who,
                        "COMPLETED",
                        "%s, %d changed, %d gone, %d calls, %d ms"
                                .formatted(
                                        done.getMode(),
                                        done.getEventsUpserted(),
                                        done.getEventsDeleted(),
                                        done.getProviderCalls(),
                                        done.getDurationMillis()));
            case SyncFailed failed ->
                line(
                        failed.getOccurredAt(),
                        who,
                        "FAILED",
                        "%s %s: %s (%d in a row)%s"
                                .formatted(
                                        failed.getCategory(),
                                        failed.getReason(),
                                        clean(failed.getMessage()),
                                        failed.getConsecutiveFailures(),
                                        failed.getDisabled() ? ", disabled" : ""));
            case SyncDeferred deferred ->
                line(
                        deferred.getOccurredAt(),
                        who,
                        "DEFERRED",
                        "%s, goes on in %d s"
                                .formatted(
                                        deferred.getReason(),
                                        Duration.between(deferred.getOccurredAt(), deferred.getResumeAt())
                                                .toSeconds()));
            case ConnectionChanged connection ->
                line(
                        connection.getOccurredAt(),
                        who,
                        "CONNECTION",
                        connection.getStatus() + (connection.getReason() == null ? "" : " " + connection.getReason()));
            default ->
                throw new IllegalArgumentException(
                        "no line for a " + record.getSchema().getName());
        };
    }

    static String erased(long timestamp, String who) {
        return line(Instant.ofEpochMilli(timestamp), who, "ERASED", "");
    }

    private static String line(Instant at, String who, String what, String detail) {
        return "%s  %-28s %-11s %s"
                .formatted(TIME.format(at), clean(who), what, detail)
                .stripTrailing();
    }

    private static String told(CalendarEventChanged change) {
        var event = change.getEvent();
        var text = event == null ? "event " + clean(change.getExternalEventId()) : when(event) + "  " + title(event);
        return text + "  (" + change.getReason() + " #" + change.getSequence() + ")";
    }

    private static String when(CalendarEvent event) {
        return event.getAllDay() ? event.getStartDate() + " all day" : DAY_AND_TIME.format(event.getStart());
    }

    private static String title(CalendarEvent event) {
        var title = event.getTitle();
        var shown = clean(title == null ? "(no title)" : title);
        return shown.length() <= LONGEST_TITLE ? shown : shown.substring(0, LONGEST_TITLE - 1) + "…";
    }

    /// Control characters go, and those that turn the direction of writing; the joiners of emoji stay.
    private static String clean(String text) {
        return Screen.plain(text);
    }
}
