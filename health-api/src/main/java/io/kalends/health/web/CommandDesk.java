package io.kalends.health.web;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;

import io.kalends.health.kafka.BrokerAwayException;
import io.kalends.health.store.CommandTable;
import io.kalends.health.store.HealthQueries;
import io.kalends.schemas.ConnectionKey;

/// Takes commands: writes them down, publishes them, says where to follow them.
final class CommandDesk {

    private static final Logger log = LoggerFactory.getLogger(CommandDesk.class);

    private static final Duration LAG_ALLOWED = Duration.ofHours(1);

    private final CommandTable commands;
    private final HealthQueries connections;
    private final InstantSource clock;

    CommandDesk(CommandTable commands, HealthQueries connections, InstantSource clock) {
        this.commands = commands;
        this.connections = connections;
        this.clock = clock;
    }

    /// Publishes a command about a connection that must be known.
    ResponseEntity<CommandAnswer> acceptKnown(String kind, ConnectionKey connection, Publication publication) {
        if (connections.find(connection).isEmpty()) {
            throw unknown(connection);
        }
        return accept(kind, connection, publication);
    }

    /// Publishes a command about a connection that is known, or that somebody asked for within the last hour: the read
    /// model lags behind, and whoever just connected by mistake must be able to disconnect.
    ResponseEntity<CommandAnswer> acceptKnownOrAsked(String kind, ConnectionKey connection, Publication publication) {
        return commands.connectAsked(connection, clock.instant().minus(LAG_ALLOWED))
                ? accept(kind, connection, publication)
                : acceptKnown(kind, connection, publication);
    }

    /// Publishes a command and answers 202.
    ResponseEntity<CommandAnswer> accept(String kind, ConnectionKey connection, Publication publication) {
        return accept(kind, connection.tenantId(), connection.userId(), connection.provider(), publication);
    }

    /// Publishes a command over all that is named and answers 202.
    ResponseEntity<CommandAnswer> accept(
            String kind, String tenantId, @Nullable String userId, @Nullable String provider, Publication publication) {
        var id = UUID.randomUUID();
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        commands.ask(id.toString(), kind, tenantId, userId, provider, now);
        try {
            publication.publish(id, now);
        } catch (BrokerAwayException away) {
            commands.withdraw(id.toString());
            throw away;
        }
        log.info("command published, commandId={}, kind={}", id, kind);
        return ResponseEntity.accepted()
                .location(location(id.toString()))
                .body(CommandAnswer.requested(id.toString(), kind, tenantId, userId, provider, now));
    }

    static URI location(String commandId) {
        return URI.create("/api/calendar/commands/" + commandId);
    }

    static ProblemException unknown(ConnectionKey connection) {
        return ProblemException.notFound(
                "unknown-connection",
                "There is no connection " + Problems.shown(connection.text())
                        + "; connect it with POST /api/calendar/connections.");
    }

    /// How a command gets onto its topic.
    @FunctionalInterface
    interface Publication {
        void publish(UUID commandId, Instant now);
    }
}
