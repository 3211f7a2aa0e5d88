package io.kalends.scheduler.kafka;

import java.util.List;

import org.apache.kafka.clients.producer.ProducerRecord;

import io.kalends.scheduler.schedule.Announcement;
import io.kalends.scheduler.schedule.AnnouncementBelt;
import io.kalends.schemas.Keys;
import io.kalends.schemas.v1.ResyncChanged;
import io.kalends.schemas.v1.ResyncState;
import io.kalends.schemas.v1.ResyncVerb;

/// Publishes announcements as `ResyncChanged`.
final class KafkaAnnouncementBelt implements AnnouncementBelt {

    private final Belt belt;
    private final String topic;

    KafkaAnnouncementBelt(Belt belt, String topic) {
        this.belt = belt;
        this.topic = topic;
    }

    @Override
    public void publish(List<Announcement> announcements) {
        belt.send(announcements.stream().map(this::message).toList());
    }

    ProducerRecord<byte[], byte[]> message(Announcement it) {
        var key = Keys.resync(it.tenantId(), it.userId(), it.provider());
        var contents = ResyncChanged.newBuilder()
                .setEventId(it.eventId().toString())
                .setTenantId(it.tenantId())
                .setUserId(it.userId())
                .setProvider(it.provider())
                .setOccurredAt(it.occurredAt())
                .setCommandId(it.commandId())
                .setVerb(
                        switch (it.verb()) {
                            case UNKNOWN -> ResyncVerb.UNKNOWN;
                            case SYNC_NOW -> ResyncVerb.SYNC_NOW;
                            case RECONCILE -> ResyncVerb.RECONCILE;
                            case REBUILD -> ResyncVerb.REBUILD;
                            case REPUBLISH -> ResyncVerb.REPUBLISH;
                            case CANCEL -> ResyncVerb.CANCEL;
                        })
                .setState(
                        switch (it.state()) {
                            case ACCEPTED -> ResyncState.ACCEPTED;
                            case REJECTED -> ResyncState.REJECTED;
                            case DONE -> ResyncState.DONE;
                            case CANCELLED -> ResyncState.CANCELLED;
                            case ESTIMATED -> ResyncState.ESTIMATED;
                        })
                .setConnections(it.connections())
                .setRemaining(it.remaining())
                .setMessage(it.message())
                .setEstimatedCalls(it.estimatedCalls())
                .setEstimatedSeconds(it.estimatedSeconds())
                .setJoinedCommandId(it.joinedCommandId())
                .build();
        return belt.message(topic, key, it.eventId().toString(), it.occurredAt(), it.commandId(), contents);
    }
}
