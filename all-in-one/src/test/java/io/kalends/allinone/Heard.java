package io.kalends.allinone;

import java.time.Instant;
import java.util.List;

import org.apache.avro.specific.SpecificRecord;

import io.kalends.allinone.Stage.Person;
import io.kalends.schemas.Topics;
import io.kalends.schemas.v1.CalendarEventChanged;
import io.kalends.schemas.v1.ConnectionChanged;
import io.kalends.schemas.v1.SyncCompleted;
import io.kalends.schemas.v1.SyncDeferred;
import io.kalends.schemas.v1.SyncFailed;

/// What was told of somebody on Kafka since a moment, in order.
record Heard(Tape tape, Person person, Instant since) {

    List<SyncFailed> failures() {
        return of(SyncFailed.class, Topics.DEFAULT.syncFailed());
    }

    List<SyncDeferred> deferrals() {
        return of(SyncDeferred.class, Topics.DEFAULT.syncDeferred());
    }

    List<SyncCompleted> completions() {
        return of(SyncCompleted.class, Topics.DEFAULT.syncCompleted());
    }

    List<ConnectionChanged> states() {
        return of(ConnectionChanged.class, Topics.DEFAULT.connectionChanged());
    }

    List<CalendarEventChanged> changes() {
        return of(CalendarEventChanged.class, Topics.DEFAULT.eventChanged());
    }

    private <T extends SpecificRecord> List<T> of(Class<T> type, String topic) {
        return tape.entries(topic).stream()
                .filter(entry -> isOf(person, entry.raw().key()))
                .filter(entry -> !((Instant) entry.field("occurredAt")).isBefore(since))
                .map(entry -> type.cast(entry.record()))
                .toList();
    }

    /// The key of an event begins with that of its connection.
    private static boolean isOf(Person person, String key) {
        return key.equals(person.key().text()) || key.startsWith(person.key().text() + "/");
    }
}
