package io.kalends.simulator.world;

import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A user and the calendars on the user's list. The first calendar is the primary one and bears the user's address.
public final class Account {
    private final String email;
    private final ZoneId zone;
    private final SeededIds ids;
    private final Instant horizon;
    private final Map<String, HeldCalendar> calendars = new LinkedHashMap<>();
    private long listRevision;
    private long listGeneration;
    private long mutations;

    private Account(Image image, SeededIds ids, Instant horizon) {
        this.email = image.email();
        this.zone = image.zone();
        this.ids = ids;
        this.horizon = horizon;
        this.listRevision = image.listRevision();
        this.listGeneration = image.listGeneration();
        this.mutations = image.mutations();
        image.calendars().forEach(state -> {
            var calendar = new HeldCalendar(state, ids, horizon);
            calendars.put(state.facts().id(), calendar);
        });
    }

    static Account opened(String email, ZoneId zone, SeededIds ids, Instant horizon, Instant now) {
        var account = new Account(new Image(email, zone, 0, 0, 0, List.of()), ids, horizon);
        account.add(email, email, zone, true, now);
        return account;
    }

    static Account restored(Image image, SeededIds ids, Instant horizon) {
        return new Account(image, ids, horizon);
    }

    public String email() {
        return email;
    }

    public HeldCalendar primary() {
        return calendar(email).orElseThrow();
    }

    public synchronized List<HeldCalendar> calendars() {
        return List.copyOf(calendars.values());
    }

    public synchronized Optional<HeldCalendar> calendar(String id) {
        return Optional.ofNullable(calendars.get(id));
    }

    /// A new calendar, owned by the user.
    ///
    /// @param idEnding what the provider puts at the end of calendar ids
    public synchronized HeldCalendar addCalendar(String summary, String idEnding, Instant now) {
        var id = "c_" + ids.id("calendar/" + email, calendars.size()) + idEnding;
        return add(id, summary, zone, false, now);
    }

    /// Changes what the list says of a calendar.
    ///
    /// @param silently the change is not worth a mention in the next delta of the list
    public synchronized void describe(String id, UnaryOperator<CalendarFacts> change, boolean silently) {
        var calendar =
                calendar(id).orElseThrow(() -> new IllegalArgumentException(email + " has no calendar \"" + id + "\""));
        var changed = change.apply(calendar.facts());
        calendar.describe(silently ? changed : changed.at(++listRevision));
    }

    public synchronized long listRevision() {
        return listRevision;
    }

    public synchronized long listGeneration() {
        return listGeneration;
    }

    /// From now on no cursor given out before is known, neither of the list nor of a calendar.
    public synchronized void forgetCursors() {
        listGeneration++;
        calendars.values().forEach(HeldCalendar::forgetCursors);
    }

    /// The number of the next random edit; each number is given once.
    synchronized long nextMutation() {
        return mutations++;
    }

    synchronized Image image() {
        var states = calendars.values().stream().map(HeldCalendar::state).toList();
        return new Image(email, zone, listRevision, listGeneration, mutations, states);
    }

    private HeldCalendar add(String id, String summary, ZoneId where, boolean primary, Instant now) {
        var facts = new CalendarFacts(id, summary, where, "owner", primary, false, false, ++listRevision);
        var calendar = new HeldCalendar(new CalendarState(facts, now, 1, 0, 0, 0, List.of()), ids, horizon);
        calendars.put(id, calendar);
        return calendar;
    }

    /// An account as it is written down.
    public record Image(
            String email,
            ZoneId zone,
            long listRevision,
            long listGeneration,
            long mutations,
            List<CalendarState> calendars) {
        public Image {
            calendars = List.copyOf(calendars);
        }
    }
}
