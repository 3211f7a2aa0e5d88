package io.kalends.health.projection;

import java.time.Instant;
import java.util.Comparator;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.kalends.health.projection.Fact.CommandMoved;
import io.kalends.health.projection.Fact.OfConnection;

/// How far one command has come. The furthest state wins, whatever arrives first; of two words about the same state the
/// later one.
///
/// @param kind what was asked, or null when only its effect is known
/// @param course how far it is within that state
/// @param message why it was rejected or cancelled, or what is wrong after it; else null
/// @param eventId of the message that told the state; empty for one that was only asked for
public record CommandModel(
        String commandId,
        @Nullable String kind,
        @Nullable String tenantId,
        @Nullable String userId,
        @Nullable String provider,
        CommandState state,
        Course course,
        @Nullable String message,
        Instant changedAt,
        String eventId) {

    private static final Set<String> REFUSALS = Set.of("CREDENTIAL_UNREADABLE", "NO_CREDENTIAL");

    private static final Comparator<CommandModel> PROGRESS = Comparator.comparing(CommandModel::state)
            .thenComparing(CommandModel::changedAt)
            .thenComparing(CommandModel::eventId);

    /// What `fact` says about the command it names; null when it names none or only counts as one of its runs.
    public static @Nullable CommandModel told(Fact fact) {
        return switch (fact) {
            case CommandMoved c ->
                new CommandModel(
                        c.commandId(),
                        c.kind(),
                        c.tenantId(),
                        c.userId(),
                        c.provider(),
                        c.state(),
                        c.course(),
                        c.message(),
                        c.occurredAt(),
                        c.eventId());
            case Fact.Moved m -> m.commandId() == null ? null : byEffect(m.commandId(), m);
            case OfConnection _, Fact.KeyPublished _, Fact.TenantDecided _, Fact.IncidentMoved _ -> null;
        };
    }

    /// The two together.
    public CommandModel with(CommandModel other) {
        boolean ahead = PROGRESS.compare(this, other) >= 0;
        var further = ahead ? this : other;
        var before = ahead ? other : this;
        return new CommandModel(
                commandId,
                further.kind == null ? before.kind : further.kind,
                further.tenantId == null ? before.tenantId : further.tenantId,
                further.userId == null ? before.userId : further.userId,
                further.provider == null ? before.provider : further.provider,
                further.state,
                further.course.over(before.course),
                further.message,
                further.changedAt,
                further.eventId);
    }

    private static CommandModel byEffect(String commandId, Fact.Moved effect) {
        var refused = effect.reason() != null && REFUSALS.contains(effect.reason());
        return new CommandModel(
                commandId,
                null,
                effect.connection().tenantId(),
                effect.connection().userId(),
                effect.connection().provider(),
                refused ? CommandState.REJECTED : CommandState.DONE,
                Course.of(1),
                effect.message(),
                effect.occurredAt(),
                effect.eventId());
    }
}
