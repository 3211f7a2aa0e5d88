package io.kalends.simulator.microsoft;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.kalends.simulator.world.Attendee;
import io.kalends.simulator.world.EventDetails;

/// Who takes part in an event, as Graph writes it for the holder of the mailbox.
record PeopleJson(String reader) {
    private static final String NEVER = "0001-01-01T00:00:00Z";

    /// Organizer, guests, and what the reader answered.
    void put(ObjectNode event, EventDetails details) {
        var organizer = details.organizer() == null ? reader : details.organizer();
        event.putObject("responseStatus").put("response", answer(details)).put("time", NEVER);
        event.putObject("organizer").set("emailAddress", person(organizer, organizer));
        var attendees = event.putArray("attendees");
        details.attendees().forEach(attendee -> attendees.add(guest(attendee)));
    }

    private String answer(EventDetails details) {
        return organizes(details)
                ? "organizer"
                : details.attendees().stream()
                        .filter(attendee -> attendee.email().equals(reader))
                        .map(attendee -> response(attendee.response()))
                        .findFirst()
                        .orElse("notResponded");
    }

    boolean organizes(EventDetails details) {
        return details.organizer() == null || details.organizer().equals(reader);
    }

    private static ObjectNode guest(Attendee attendee) {
        var guest = GraphJson.object().put("type", attendee.optional() ? "optional" : "required");
        guest.putObject("status").put("response", response(attendee.response())).put("time", NEVER);
        guest.set(
                "emailAddress", person(attendee.name() == null ? attendee.email() : attendee.name(), attendee.email()));
        return guest;
    }

    private static ObjectNode person(String name, String address) {
        return GraphJson.object().put("name", name).put("address", address);
    }

    private static String response(String answer) {
        return switch (answer) {
            case "accepted", "declined" -> answer;
            case "tentative" -> "tentativelyAccepted";
            default -> "none";
        };
    }
}
