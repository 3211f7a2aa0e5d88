package io.kalends.core.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.kalends.core.connection.ConnectionState.Active;
import io.kalends.core.connection.ConnectionState.Cause;
import io.kalends.core.connection.ConnectionState.Degraded;
import io.kalends.core.connection.ConnectionState.Disabled;
import io.kalends.core.connection.ConnectionState.Disconnected;
import io.kalends.core.connection.ConnectionState.NeedsReconnect;
import io.kalends.core.connection.ConnectionState.Pausable;
import io.kalends.core.connection.ConnectionState.Paused;
import io.kalends.core.connection.ConnectionState.Syncing;
import io.kalends.core.connection.FailureReason.Bearing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConnectionStateTest {

    private static final Path PAGE = Path.of("..", "docs", "troubleshooting.md");
    private static final int DEPTH = 7;
    private static final Cause AWAY = new Cause(FailureReason.PROVIDER_UNAVAILABLE, "503");
    private static final Cause FORBIDDEN = new Cause(FailureReason.ACCESS_FORBIDDEN, "403");
    private static final Cause REVOKED = new Cause(FailureReason.GRANT_REVOKED, "invalid_grant");

    /// What can happen to a connection; null where it cannot.
    private enum Event {
        COMPLETED("a run completes"),
        FAILS("a run fails, counting"),
        REFUSED("a run fails, for good"),
        REVOKED("a run fails, for its user"),
        RESYNCED("a person asks for a resync"),
        PAUSED("paused"),
        RESUMED("resumed"),
        RECONNECTED("connected"),
        DISCONNECTED("disconnected");

        private final String heading;

        Event(String heading) {
            this.heading = heading;
        }

        @Nullable
        ConnectionState to(ConnectionState state) {
            return switch (this) {
                case COMPLETED -> state instanceof Syncing syncing ? syncing.completed() : null;
                case FAILS -> state instanceof Syncing syncing ? syncing.failed(AWAY) : null;
                case REFUSED -> state instanceof Syncing syncing ? syncing.failed(FORBIDDEN) : null;
                case REVOKED -> state instanceof Syncing syncing ? syncing.failed(ConnectionStateTest.REVOKED) : null;
                case RESYNCED -> state instanceof Syncing syncing ? syncing.resynced() : null;
                case PAUSED -> state instanceof Pausable pausable ? pausable.paused() : null;
                case RESUMED -> state instanceof Paused paused ? paused.resumed(true) : null;
                case RECONNECTED -> state.reconnected();
                case DISCONNECTED -> state.disconnected();
            };
        }

        boolean clears() {
            return switch (this) {
                case COMPLETED, RESYNCED, RESUMED, RECONNECTED, DISCONNECTED -> true;
                case FAILS, REFUSED, REVOKED, PAUSED -> false;
            };
        }
    }

    /// What a connection has been through, told apart from where it says it stands.
    private record Past(int failures, boolean refused, boolean revoked) {

        static final Past NONE = new Past(0, false, false);

        Past after(Event event) {
            if (event.clears()) {
                return revoked && event == Event.RESUMED ? this : NONE;
            }
            return switch (event) {
                case FAILS -> new Past(failures + 1, refused, false);
                case REFUSED -> new Past(failures + 1, true, false);
                case REVOKED -> new Past(failures + 1, false, true);
                case PAUSED -> revoked ? this : NONE;
                case COMPLETED, RESYNCED, RESUMED, RECONNECTED, DISCONNECTED -> this;
            };
        }
    }

    @Test
    void no_sequence_of_events_leads_where_a_connection_cannot_stand() {
        assertThat(goOn(new ConnectionState.Linked(), Past.NONE, new ArrayList<>(), DEPTH))
                .isGreaterThan(100_000);
    }

    /// Tries everything that can happen next, and all that can after it; returns how many sequences that were.
    private static int goOn(ConnectionState state, Past past, List<Event> events, int left) {
        var sequences = 1;
        for (var event : left == 0 ? new Event[0] : Event.values()) {
            var next = event.to(state);
            if (next != null) {
                events.add(event);
                var since = past.after(event);
                check(next, since, event, events);
                sequences += goOn(next, since, events, left - 1);
                events.removeLast();
            }
        }
        return sequences;
    }

    private static void check(ConnectionState state, Past past, Event event, List<Event> events) {
        var failures = state.failures();
        var stands = switch (state) {
            case ConnectionState.Linked _, Active _, Disconnected _ -> failures == 0 && past.equals(Past.NONE);
            case Degraded _ -> failures < 5 && !past.refused() && !past.revoked();
            case Disabled disabled -> disabled.probed() != past.refused() && (past.refused() || failures >= 5);
            case NeedsReconnect _ -> past.revoked();
            case Paused paused -> past.revoked() == (paused.needed() != null);
        };
        assertThat(stands && failures == past.failures())
                .as("%s after %s", state, events)
                .isTrue();
        assertThat(event != Event.FAILS || failures < 5 || state instanceof Disabled)
                .as("%s after %s", state, events)
                .isTrue();
    }

    @Test
    void whatever_state_is_kept_is_read_back_as_it_was() {
        assertThat(reachable())
                .hasSizeGreaterThan(15)
                .allSatisfy(state -> assertThat(ConnectionState.of(state.status(), state.failures(), state.cause()))
                        .isEqualTo(state));
    }

    /// Every state there is, up to eight failures in a row.
    private static Set<ConnectionState> reachable() {
        var reached = new LinkedHashSet<ConnectionState>();
        var left = new ArrayDeque<ConnectionState>(List.of(new ConnectionState.Linked()));
        while (!left.isEmpty()) {
            var state = left.remove();
            if (state.failures() <= 8 && reached.add(state)) {
                Arrays.stream(Event.values()).map(event -> event.to(state)).forEach(next -> {
                    if (next != null) {
                        left.add(next);
                    }
                });
            }
        }
        return reached;
    }

    @ParameterizedTest
    @EnumSource(ConnectionStatus.class)
    void a_status_without_its_numbers_is_read_as_the_nearest_state_there_is(ConnectionStatus status) {
        assertThat(ConnectionState.of(status, 0, null).status()).isEqualTo(status);
        assertThat(ConnectionState.of(status, 99, AWAY).status()).isEqualTo(status);
        assertThat(ConnectionState.of(status, 99, FORBIDDEN).status()).isEqualTo(status);
        assertThat(ConnectionState.of(status, -1, REVOKED).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @EnumSource(FailureReason.class)
    void only_what_a_connection_is_to_blame_for_changes_where_it_stands(FailureReason reason) {
        var cause = new Cause(reason, "so it is");

        if (reason.bearing() == Bearing.NOBODY || reason.bearing() == Bearing.OPERATORS) {
            assertThatThrownBy(() -> new Active().failed(cause))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(reason.name());
        } else {
            assertThat(new Active().failed(cause).cause()).isEqualTo(cause);
        }
    }

    @Test
    void a_state_that_cannot_be_is_refused_with_its_numbers() {
        assertThatThrownBy(() -> new Degraded(5, AWAY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no connection is degraded after 5 counting failures for PROVIDER_UNAVAILABLE");
        assertThatThrownBy(() -> new Disabled(4, AWAY)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NeedsReconnect(1, FORBIDDEN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void one_failure_after_a_resync_by_a_person_degrades_and_does_not_disable_again() {
        var disabled = new Disabled(6, AWAY);

        var fails = disabled.resynced().failed(AWAY);

        assertThat(fails).isEqualTo(new Degraded(1, AWAY));
    }

    @Test
    void the_documented_transitions_are_those_of_the_code() throws IOException {
        assertThat(Files.readString(PAGE)).contains(table());
    }

    private static String table() {
        var lines = new StringBuilder("|  |");
        Arrays.stream(Event.values())
                .forEach(event -> lines.append(' ').append(event.heading).append(" |"));
        lines.append("\n|---|").append("---|".repeat(Event.values().length)).append('\n');
        examples().forEach((name, state) -> {
            lines.append("| ").append(name).append(" |");
            for (var event : Event.values()) {
                lines.append(' ').append(name(event.to(state))).append(" |");
            }
            lines.append('\n');
        });
        return lines.toString();
    }

    /// One state for each row, and those on the edge.
    private static Map<String, ConnectionState> examples() {
        var examples = new LinkedHashMap<String, ConnectionState>();
        examples.put("`LINKED`", new ConnectionState.Linked());
        examples.put("`ACTIVE`", new Active());
        examples.put("`DEGRADED`, fewer than 4 failures", new Degraded(3, AWAY));
        examples.put("`DEGRADED`, 4 failures", new Degraded(4, AWAY));
        examples.put("`DISABLED`, probed", new Disabled(5, AWAY));
        examples.put("`DISABLED`, for good", new Disabled(1, FORBIDDEN));
        examples.put("`NEEDS_RECONNECT`", new NeedsReconnect(1, REVOKED));
        examples.put("`PAUSED`", new Active().paused());
        examples.put("`PAUSED`, its user needed", new NeedsReconnect(1, REVOKED).paused());
        examples.put("`DISCONNECTED`", new Disconnected());
        return examples;
    }

    private static String name(@Nullable ConnectionState state) {
        return switch (state) {
            case null -> "–";
            case Disabled disabled -> disabled.probed() ? "`DISABLED`, probed" : "`DISABLED`, for good";
            case Degraded degraded -> "`DEGRADED`" + (degraded.failures() == 0 ? ", counted from 0" : "");
            case Paused paused -> "`PAUSED`" + (paused.needed() == null ? "" : ", its user needed");
            default -> "`" + state.status() + "`";
        };
    }
}
