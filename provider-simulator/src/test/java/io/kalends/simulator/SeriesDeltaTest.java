package io.kalends.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.graph.models.Event;
import com.microsoft.graph.models.EventType;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.kalends.simulator.microsoft.SeriesRules.DeletedOccurrence;
import io.kalends.simulator.microsoft.SeriesRules.DeletedSeries;
import io.kalends.simulator.microsoft.SeriesRules.EditedMaster;
import io.kalends.simulator.microsoft.SeriesRules.EditedOccurrence;
import io.kalends.simulator.world.EventDetails;
import io.kalends.simulator.world.Recurrence;
import io.kalends.simulator.world.Span;

import static org.assertj.core.api.Assertions.assertThat;

/// What calendarView/delta says about a series of four days.
@NullUnmarked // the client calls everything it returns nullable
class SeriesDeltaTest {
    private static final Duration DAY = Duration.ofDays(1);

    private final MicrosoftStage stage = new MicrosoftStage();
    private final Span first = stage.hour(1);
    private final String series = stage.calendar.createSeries(
            first, Recurrence.daily().times(4), EventDetails.titled("Stand-up").withLocation("Room 4"));

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void a_series_is_its_master_its_occurrences_and_its_exceptions() {
        stage.calendar.updateInstance(series, first, details -> details.withTitle("Special"));

        var round = stage.round();

        assertThat(round.types())
                .containsExactly("exception", "occurrence", "occurrence", "occurrence", "seriesMaster");
        assertThat(round.rows())
                .filteredOn(row -> row.getType() != EventType.SeriesMaster)
                .extracting(Event::getSeriesMasterId)
                .containsOnly(series);
    }

    @Test
    void masters_are_listed_by_rule_only() {
        stage.simulator.microsoft().changeRules(rules -> rules.withMastersListed(false));

        assertThat(stage.round().types()).containsExactly("occurrence", "occurrence", "occurrence", "occurrence");
    }

    @Test
    void an_occurrence_says_only_when_it_is_and_which_series_it_belongs_to() throws Exception {
        var answer = stage.wire.get(
                "v1.0/me/calendarView/delta?startDateTime=2026-11-22&endDateTime=2026-11-23",
                "Authorization",
                "Bearer " + stage.ben.issueAccessToken());
        var rows = new ObjectMapper().readTree(answer.body()).get("value");
        var stub = Stream.of(rows.get(0), rows.get(1))
                .filter(row -> row.get("type").asText().equals("occurrence"))
                .findFirst()
                .orElseThrow();

        assertThat(stub.propertyStream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder(
                        "@odata.type", "@odata.etag", "id", "seriesMasterId", "type", "start", "end");
    }

    @Test
    void an_exception_says_everything_and_where_it_was() {
        stage.calendar.moveInstance(series, first, first.movedBy(Duration.ofHours(5)));

        var exception = row(stage.round(), EventType.Exception);

        assertThat(exception.getSubject()).isEqualTo("Stand-up");
        assertThat(exception.getLocation().getDisplayName()).isEqualTo("Room 4");
        assertThat(exception.getOriginalStart()).isEqualTo("2026-11-22T13:00:00Z");
        assertThat(exception.getStart().getDateTime()).isEqualTo("2026-11-22T18:00:00.0000000");
    }

    @Test
    void a_master_may_begin_outside_the_window_and_is_not_listed_without_an_occurrence_inside() {
        var second = stage.clock.instant().plus(DAY);

        var one = stage.client.round(stage.calendar.id(), second, second.plus(DAY));
        var none = stage.client.round(
                stage.calendar.id(), second.plus(DAY.multipliedBy(9)), second.plus(DAY.multipliedBy(10)));

        assertThat(one.types()).containsExactly("occurrence", "seriesMaster");
        assertThat(row(one, EventType.SeriesMaster).getStart().getDateTime()).isEqualTo("2026-11-22T13:00:00.0000000");
        assertThat(none.rows()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "RESEND_SERIES, occurrence occurrence occurrence seriesMaster",
        "TOMBSTONE, removed",
        "SILENT_MASTER, seriesMaster"
    })
    void a_deleted_occurrence_is_told_by_rule(DeletedOccurrence rule, String rows) {
        stage.simulator.microsoft().changeRules(rules -> rules.withDeletedOccurrence(rule));
        var before = stage.round();

        stage.calendar.cancelInstance(series, first);

        assertThat(stage.after(before).types()).isEqualTo(List.of(rows.split(" ")));
        assertThat(stage.client.instances(series, MicrosoftStage.FROM, MicrosoftStage.TO))
                .hasSize(3);
    }

    @Test
    void the_tombstone_of_an_occurrence_names_it() {
        stage.simulator.microsoft().changeRules(rules -> rules.withDeletedOccurrence(DeletedOccurrence.TOMBSTONE));
        var before = stage.round();
        var id = occurrenceAt(before, "2026-11-22T13:00:00.0000000");

        stage.calendar.cancelInstance(series, first);

        assertThat(stage.after(before).removed()).containsExactly(id);
    }

    @ParameterizedTest
    @CsvSource({"RESEND_SERIES, exception occurrence occurrence occurrence seriesMaster", "ONLY_EXCEPTION, exception"})
    void a_changed_occurrence_is_told_by_rule_and_keeps_its_id(EditedOccurrence rule, String rows) {
        stage.simulator.microsoft().changeRules(rules -> rules.withEditedOccurrence(rule));
        var before = stage.round();
        var id = occurrenceAt(before, "2026-11-22T13:00:00.0000000");

        stage.calendar.updateInstance(series, first, details -> details.withTitle("Special"));
        var after = stage.after(before);

        assertThat(after.types()).isEqualTo(List.of(rows.split(" ")));
        assertThat(row(after, EventType.Exception).getId()).isEqualTo(id);
        assertThat(row(after, EventType.Exception).getSubject()).isEqualTo("Special");
    }

    @Test
    void an_occurrence_that_leaves_the_window_alone_is_removed() {
        stage.simulator.microsoft().changeRules(rules -> rules.withEditedOccurrence(EditedOccurrence.ONLY_EXCEPTION));
        var before = stage.round();

        stage.calendar.moveInstance(series, first, first.movedBy(Duration.ofDays(200)));

        assertThat(stage.after(before).types()).containsExactly("removed");
    }

    @ParameterizedTest
    @CsvSource({"WHOLE_SERIES, occurrence occurrence occurrence occurrence seriesMaster", "ONLY_MASTER, seriesMaster"})
    void an_edit_of_the_master_is_told_by_rule(EditedMaster rule, String rows) {
        stage.simulator.microsoft().changeRules(rules -> rules.withEditedMaster(rule));
        var before = stage.round();

        stage.calendar.rename(series, "Daily");
        var after = stage.after(before);

        assertThat(after.types()).isEqualTo(List.of(rows.split(" ")));
        assertThat(row(after, EventType.SeriesMaster).getSubject()).isEqualTo("Daily");
    }

    @ParameterizedTest
    @EnumSource
    void a_series_at_other_times_is_always_told_whole_and_what_fell_away_is_not_mentioned(EditedMaster rule) {
        stage.simulator.microsoft().changeRules(rules -> rules.withEditedMaster(rule));
        var before = stage.round();

        stage.calendar.repeat(series, Recurrence.daily().times(2));

        assertThat(stage.after(before).types()).containsExactly("occurrence", "occurrence", "seriesMaster");
    }

    @ParameterizedTest
    @EnumSource
    void a_new_series_is_always_told_whole(EditedMaster rule) {
        stage.simulator.microsoft().changeRules(rules -> rules.withEditedMaster(rule));
        var before = stage.round();

        stage.calendar.createSeries(first, Recurrence.daily().times(2), EventDetails.titled("New"));

        assertThat(stage.after(before).types()).containsExactly("occurrence", "occurrence", "seriesMaster");
    }

    @ParameterizedTest
    @CsvSource({"MASTER, 1", "OCCURRENCES, 4", "BOTH, 5"})
    void a_deleted_series_is_told_by_rule(DeletedSeries rule, int removed) {
        stage.simulator.microsoft().changeRules(rules -> rules.withDeletedSeries(rule));
        var before = stage.round();

        stage.calendar.delete(series);
        var after = stage.after(before);

        assertThat(after.removed()).hasSize(removed);
        assertThat(after.told()).isEmpty();
        assertThat(after.removed().contains(series)).isEqualTo(rule != DeletedSeries.OCCURRENCES);
        assertThat(after.rows()).extracting(DeltaRound::reason).containsOnly("deleted");
    }

    @ParameterizedTest
    @CsvSource({"false, deleted", "true, changed"})
    void a_series_that_left_the_window_is_told_like_a_deleted_one(boolean changed, String reason) {
        stage.simulator
                .microsoft()
                .changeRules(
                        rules -> rules.withDeletedSeries(DeletedSeries.BOTH).withMovedOutIsChanged(changed));
        var before = stage.round();

        stage.calendar.reschedule(
                series, stage.hour(24 * 200), Recurrence.daily().times(4));
        var after = stage.after(before);

        assertThat(after.removed()).hasSize(5).contains(series);
        assertThat(after.rows()).extracting(DeltaRound::reason).containsOnly(reason);
        assertThat(stage.client.event(series).getType()).isEqualTo(EventType.SeriesMaster);
    }

    @Test
    void a_series_whose_last_occurrence_was_deleted_is_gone_from_the_window() {
        var before = stage.round();

        for (var day = 0; day < 4; day++) {
            stage.calendar.cancelInstance(series, first.movedBy(DAY.multipliedBy(day)));
        }

        assertThat(stage.after(before).removed()).containsExactly(series);
        assertThat(stage.round().rows()).isEmpty();
    }

    @Test
    void a_series_called_off_by_its_organizer_stays_listed() {
        stage.calendar.cancelMeeting(series);

        assertThat(row(stage.round(), EventType.SeriesMaster).getIsCancelled()).isTrue();
        assertThat(stage.calendar.truth(null, null).values())
                .hasSize(4)
                .allMatch(event -> event.status().equals("cancelled"));
    }

    private static Event row(DeltaRound round, EventType type) {
        return round.told().stream()
                .filter(row -> row.getType() == type)
                .findFirst()
                .orElseThrow();
    }

    private static String occurrenceAt(DeltaRound round, String start) {
        return round.told().stream()
                .filter(row -> row.getType() == EventType.Occurrence)
                .filter(row -> row.getStart().getDateTime().equals(start))
                .map(Event::getId)
                .findFirst()
                .orElseThrow();
    }
}
