package io.kalends.simulator;

import java.util.List;

import com.microsoft.graph.models.Event;
import com.microsoft.graph.users.item.calendars.item.calendarview.delta.DeltaGetResponse;
import com.microsoft.kiota.serialization.UntypedObject;
import com.microsoft.kiota.serialization.UntypedString;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/// One round of a delta, from the first to the last page.
@NullUnmarked // the client calls everything it returns nullable
record DeltaRound(List<DeltaGetResponse> pages) {
    String deltaLink() {
        return pages.getLast().getOdataDeltaLink();
    }

    List<Event> rows() {
        return pages.stream().flatMap(page -> page.getValue().stream()).toList();
    }

    /// The rows that are no `@removed`.
    List<Event> told() {
        return rows().stream().filter(row -> reason(row) == null).toList();
    }

    List<String> removed() {
        return rows().stream()
                .filter(row -> reason(row) != null)
                .map(Event::getId)
                .toList();
    }

    /// How many rows there are of each type, `removed` being one.
    List<String> types() {
        return rows().stream()
                .map(row -> reason(row) != null ? "removed" : row.getType().getValue())
                .sorted()
                .toList();
    }

    /// Why a row says `@removed`, or null if it does not.
    static @Nullable String reason(Event row) {
        return row.getAdditionalData().get("@removed") instanceof UntypedObject removed
                        && removed.getValue().get("reason") instanceof UntypedString reason
                ? reason.getValue()
                : null;
    }
}
