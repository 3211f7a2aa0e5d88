package io.kalends.scheduler.plan;

import java.util.List;

/// In which order the priorities are served: as they stand, but not always.
///
/// Much of one would keep those below it from ever going. So where several wait, the ordinary round goes before what a
/// provider told of in one round of five, and bulk goes before both in one of twenty. Whatever is short, be it room, a
/// tenant's cap or a provider's calls, is shared in that proportion at least, however little of it a round has. Who
/// waits goes first always.
///
/// Multiples of the golden ratio spread these rounds evenly. Only rounds in which one of those that compete could go
/// count: with others between, what recurs in step with these would decide who goes.
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
        if (!compete(waiting)) {
            return share(USUAL, waiting, room);
        }
        double next = (place + GOLDEN) % 1;
        var grants = share(order(next), waiting, room);
        if (grants.stream().anyMatch(grant -> grant.priority() != Priority.INTERACTIVE)) {
            place = next;
        }
        return grants;
    }

    private List<Grant> share(List<Priority> order, List<Waiting> waiting, Room room) {
        return order.stream()
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

    private static boolean compete(List<Waiting> waiting) {
        return waiting.stream()
                        .map(Waiting::priority)
                        .filter(priority -> priority != Priority.INTERACTIVE)
                        .distinct()
                        .count()
                > 1;
    }

    private static List<Priority> order(double place) {
        return place < BULK_PART ? BULK_FIRST : place < BULK_PART + ORDINARY_PART ? ORDINARY_FIRST : USUAL;
    }
}
