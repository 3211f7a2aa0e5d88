package io.kalends.core.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.kalends.core.calendar.EventWindow;
import io.kalends.core.provider.Change;
import io.kalends.core.provider.Instances;
import io.kalends.core.provider.Lookup;
import io.kalends.core.store.Suspect;

/// Checks a series of which a delta did not show every event that is held. Providers call off single instances, shorten
/// and move series without a word about those that are no more; so the series itself is asked which it has.
final class SeriesCheck {

    private final Enquiry enquiry;
    private final Details details;
    private final Verdicts verdicts;
    private final EventWindow window;

    SeriesCheck(Enquiry enquiry, Details details, Verdicts verdicts, EventWindow window) {
        this.enquiry = enquiry;
        this.details = details;
        this.verdicts = verdicts;
        this.window = window;
    }

    /// What has to be changed so that exactly the instances the provider has are held.
    Found<List<Change.Definite>> of(Suspect suspect) throws InterruptedException {
        return switch (enquiry.instances(suspect.seriesId(), window)) {
            case Found.Known<Instances>(Instances.Some some) -> compared(suspect, some.members());
            case Found.Known<Instances>(Instances.NotListed _) -> unlisted(suspect);
            case Found.Not<Instances> not -> not.instead();
        };
    }

    private Found<List<Change.Definite>> compared(Suspect suspect, List<Change> members) throws InterruptedException {
        return switch (details.definite(members)) {
            case Found.Known<List<Change.Definite>>(List<Change.Definite> present) -> {
                var ids = present.stream().map(Change::eventId).collect(Collectors.toSet());
                var missing = suspect.unseen().stream()
                        .filter(event -> !ids.contains(event.eventId()))
                        .toList();
                yield joined(present, verdicts.on(missing, () -> false));
            }
            case Found.Not<List<Change.Definite>> not -> not;
        };
    }

    /// Without a list of its instances, a series is taken to be what the delta showed of it, if the delta seems
    /// to have shown it as a whole. Otherwise nothing follows, not even from a series that is not there: who is
    /// asked to single instances of another's series has those and no series. The next full walk brings it right.
    private Found<List<Change.Definite>> unlisted(Suspect suspect) throws InterruptedException {
        if (!suspect.whole()) {
            return new Found.Known<>(List.of());
        }
        return switch (enquiry.series(suspect.seriesId())) {
            case Found.Known<Lookup>(Lookup.Gone _) ->
                new Found.Known<>(List.of(new Change.Removed(suspect.seriesId())));
            case Found.Known<Lookup>(Lookup.There _) -> verdicts.on(suspect.unseen(), () -> false);
            case Found.Not<Lookup> not -> not.instead();
        };
    }

    private static Found<List<Change.Definite>> joined(
            List<Change.Definite> present, Found<List<Change.Definite>> verdicts) {
        return switch (verdicts) {
            case Found.Known<List<Change.Definite>>(List<Change.Definite> gone) -> {
                var all = new ArrayList<>(present);
                all.addAll(gone);
                yield new Found.Known<>(all);
            }
            case Found.Not<List<Change.Definite>> not -> not;
        };
    }
}
