package io.kalends.worker.incident;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.UUID;

import org.apache.kafka.clients.producer.ProducerRecord;

import io.kalends.core.incident.Incident;
import io.kalends.core.incident.Standing;
import io.kalends.schemas.CloudEvents;
import io.kalends.schemas.Keys;
import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.schemas.v1.IncidentChanged;
import io.kalends.schemas.v1.IncidentKind;
import io.kalends.schemas.v1.IncidentState;

/// How an incident stands, as the world is told.
final class IncidentRecords {

    private final AvroCodec codec;
    private final Topics topics;
    private final InstantSource clock;

    IncidentRecords(AvroCodec codec, Topics topics, InstantSource clock) {
        this.codec = codec;
        this.topics = topics;
        this.clock = clock;
    }

    ProducerRecord<byte[], byte[]> of(Incident incident) {
        var topic = topics.incidentChanged();
        var provider = incident.provider().id();
        var key = Keys.incident(provider, incident.kind().name());
        var eventId = eventId(incident);
        var now = clock.instant();
        var standing = incident.standing();
        var changed = IncidentChanged.newBuilder()
                .setEventId(eventId)
                .setProvider(provider)
                .setOccurredAt(now)
                .setIncidentId(incident.id().toString())
                .setVersion(incident.version())
                .setKind(IncidentKind.valueOf(incident.kind().name()))
                .setState(
                        switch (standing) {
                            case Standing.Open _ -> IncidentState.OPEN;
                            case Standing.Recovering _ -> IncidentState.RECOVERING;
                            case Standing.Closed _ -> IncidentState.CLOSED;
                        })
                .setOpenedAt(incident.openedAt())
                .setClosedAt(standing instanceof Standing.Closed closed ? closed.at() : null)
                .setProbeAt(standing instanceof Standing.Open open ? open.probeAt() : null)
                .setMessage(incident.message())
                .build();
        var record = new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), codec.encode(topic, changed));
        var type = topic.substring(topics.prefix().length());
        CloudEvents.addTo(record.headers(), CloudEvents.of(eventId, type, "/kalends/sync-worker", key, now));
        return record;
    }

    /// The same over repeats.
    private static String eventId(Incident incident) {
        var name = incident.id() + "/" + incident.version();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
