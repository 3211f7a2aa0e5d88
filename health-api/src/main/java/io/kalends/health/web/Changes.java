package io.kalends.health.web;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import tools.jackson.databind.json.JsonMapper;

import io.kalends.health.projection.Incident;
import io.kalends.health.store.ConnectionFilter;
import io.kalends.health.store.HealthQueries;
import io.kalends.health.store.HealthQueries.Changed;
import io.kalends.health.store.IncidentTable;

/// Follows the read model while anybody watches and hands each change to the streams that want it.
///
/// Stops before the web server does, so that open streams do not hold up a shutdown.
final class Changes implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Changes.class);

    private final HealthQueries queries;
    private final IncidentTable incidents;
    private final JsonMapper json;
    private final InstantSource clock;
    private final HealthProperties properties;
    private final Set<ChangeStream> streams = ConcurrentHashMap.newKeySet();
    private long from;
    private volatile boolean running;

    Changes(
            HealthQueries queries,
            IncidentTable incidents,
            JsonMapper json,
            InstantSource clock,
            HealthProperties properties) {
        this.queries = queries;
        this.incidents = incidents;
        this.json = json;
        this.clock = clock;
        this.properties = properties;
    }

    /// A stream of every change from now on; the caller closes it with [#close].
    ///
    /// @throws ProblemException when too many are open
    synchronized ChangeStream open(ConnectionFilter filter) {
        if (!running || streams.size() >= properties.maxStreams()) {
            throw ProblemException.unavailable(
                    "too-many-streams",
                    "All " + properties.maxStreams()
                            + " streams are taken; read /api/calendar/health instead, or raise "
                            + "kalends.health.max-streams.",
                    30);
        }
        if (streams.isEmpty()) {
            from = queries.horizon();
        }
        var stream = new ChangeStream(filter);
        streams.add(stream);
        return stream;
    }

    void close(ChangeStream stream) {
        stream.close();
        streams.remove(stream);
    }

    int count() {
        return streams.size();
    }

    @Scheduled(fixedDelayString = "PT1S")
    synchronized void follow() {
        if (streams.isEmpty()) {
            return;
        }
        try {
            long until = queries.horizon();
            hand(queries.changed(from, until), incidents.open());
            tell(incidents.changed(from, until), until);
            from = until;
        } catch (DataAccessException away) {
            log.warn("changes cannot be read, streams wait, cause={}", away.getMessage());
        }
    }

    private void hand(List<Changed> changes, List<Incident> open) {
        for (var change : changes) {
            var key = change.connection().key();
            var takers = streams.stream().filter(stream -> stream.wants(key)).toList();
            if (!takers.isEmpty()) {
                var entry = SyncEntry.of(change.connection(), clock.instant(), properties.staleAfter(), open);
                var frame = frame("health", change.at(), entry);
                takers.forEach(stream -> stream.offer(frame));
            }
        }
    }

    private void tell(List<Incident> changes, long at) {
        for (var incident : changes) {
            var frame = frame("incident", at, IncidentEntry.of(incident));
            streams.stream().filter(stream -> stream.wants(incident.provider())).forEach(stream -> stream.offer(frame));
        }
    }

    private String frame(String event, long at, Object data) {
        return "event: " + event + "\nid: " + at + "\ndata: " + json.writeValueAsString(data) + "\n\n";
    }

    @Override
    public synchronized void start() {
        running = true;
    }

    @Override
    public synchronized void stop() {
        running = false;
        streams.forEach(ChangeStream::close);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
