package io.kalends.scheduler.plan;

import java.util.List;

/// In which order the priorities are served: as they stand, but not always.
///
/// Much of one would keep those below it from ever going. So where several wait, the ordinary round goes before what a
/// provider told of in one round of five, and bulk goes before both in one of twenty. Whatever is short, be it room, a
/// tenant's cap or a provider's calls, is shared in that proportion at least, however little of it a round has. Who
/// waits goes first always.
///
/// Multiples of the golden ratio spread these rounds evenly and keep them in step with nothing else that recurs.
public final class Lanes {

    private static final List<Priority> USUAL = List.of(Priority.values());
    private static final List<Priority> ORDINARY_FIRST =
            List.of(Priority.INTERACTIVE, Priority.SCHEDULED, Priority.PUSH, Priority.BULK);
    private static final List<Priority> BULK_FIRST =
            List.of(Priority.INTERACTIVE, Priority.BULK, Priority.PUSH, Priority.SCHEDULED);

    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
    private static final double BULK_PART = 0.05;
    private static final double ORDINARY_PART = 0.2;

    private final Turns turns;

    /// From 0 to 1.
    private double place;

    public Lanes(Shares shares) {
        this.turns = new Turns(shares);
    }

    /// Shares out what `room` has among those that wait, and takes it from the room.
    public List<Grant> share(List<Waiting> waiting, Room room) {
        return order(waiting).stream()
                .flatMap(priority ->
                        turns
                                .share(
                                        waiting.stream()
                                                .filter(group -> group.priority() == priority)
                                                .toList(),
                                        room)
                                .stream())
                .toList();
    }

    private List<Priority> order(List<Waiting> waiting) {
        long competing = waiting.stream()
                .map(Waiting::priority)
                .filter(priority -> priority != Priority.INTERACTIVE)
                .distinct()
                .count();
        if (competing < 2) {
            return USUAL;
        }
        place = (place + GOLDEN) % 1;
        return place < BULK_PART ? BULK_FIRST : place < BULK_PART + ORDINARY_PART ? ORDINARY_FIRST : USUAL;
    }
}
