package io.kalends.health.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaOperations;

import io.kalends.health.projection.TenantSettings;
import io.kalends.health.vault.SealedCredential;
import io.kalends.schemas.CloudEvents;
import io.kalends.schemas.ConnectionKey;
import io.kalends.schemas.Keys;
import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.schemas.v1.ConnectionAction;
import io.kalends.schemas.v1.ConnectionRequested;
import io.kalends.schemas.v1.ResyncRequested;
import io.kalends.schemas.v1.ResyncVerb;
import io.kalends.schemas.v1.Share;
import io.kalends.schemas.v1.TenantSettingsRequested;

/// Publishes commands and returns when the broker has them.
///
/// Every method throws [BrokerAwayException] when that takes longer than five seconds.
public final class CommandPublisher {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String ASKED_BY = "health-api";
    private static final String SOURCE = "/kalends/health-api";

    private final KafkaOperations<byte[], byte[]> kafka;
    private final AvroCodec codec;
    private final Topics topics;

    CommandPublisher(KafkaOperations<byte[], byte[]> kafka, AvroCodec codec, Topics topics) {
        this.kafka = kafka;
        this.codec = codec;
        this.topics = topics;
    }

    /// What the scheduler is asked for.
    ///
    /// @param userId null for all users of the tenant
    /// @param provider null for all providers
    /// @param verb SYNC_NOW, RECONCILE, REBUILD, REPUBLISH or CANCEL
    /// @param dryRun true to be told only what it would take
    /// @param cancelledCommandId with CANCEL the command to stop, else null
    public record Resync(
            String tenantId,
            @Nullable String userId,
            @Nullable String provider,
            String verb,
            boolean dryRun,
            @Nullable String cancelledCommandId) {}

    /// Asks the scheduler for a resync, or to stop one.
    public void resync(UUID commandId, Resync wanted, Instant now) {
        var eventId = UUID.randomUUID().toString();
        var message = ResyncRequested.newBuilder()
                .setEventId(eventId)
                .setTenantId(wanted.tenantId())
                .setUserId(wanted.userId())
                .setProvider(wanted.provider())
                .setOccurredAt(now)
                .setCommandId(commandId.toString())
                .setVerb(ResyncVerb.valueOf(wanted.verb()))
                .setDryRun(wanted.dryRun())
                .setCancelledCommandId(wanted.cancelledCommandId())
                .setRequestedBy(ASKED_BY)
                .build();
        var key = Keys.resync(wanted.tenantId(), wanted.userId(), wanted.provider());
        publish(topics.resyncRequested(), key, eventId, now, commandId, message);
    }

    /// Asks the worker to connect with a credential only it can open.
    public void connect(UUID commandId, ConnectionKey connection, SealedCredential credential, Instant now) {
        ask(commandId, connection, ConnectionAction.CONNECT, credential, List.of(), now);
    }

    /// Asks the worker to forget the connection and everything it read.
    public void disconnect(UUID commandId, ConnectionKey connection, Instant now) {
        ask(commandId, connection, ConnectionAction.DISCONNECT, null, List.of(), now);
    }

    /// Asks the worker to keep exactly these calendars in step.
    public void selectCalendars(UUID commandId, ConnectionKey connection, List<String> calendarIds, Instant now) {
        ask(commandId, connection, ConnectionAction.SELECT_CALENDARS, null, calendarIds, now);
    }

    /// Asks the worker to leave the connection alone until it is resumed.
    public void pause(UUID commandId, ConnectionKey connection, Instant now) {
        ask(commandId, connection, ConnectionAction.PAUSE, null, List.of(), now);
    }

    /// Asks the worker to take the connection up again.
    public void resume(UUID commandId, ConnectionKey connection, Instant now) {
        ask(commandId, connection, ConnectionAction.RESUME, null, List.of(), now);
    }

    /// Asks the worker to carry out deletions that it held back.
    ///
    /// @param calendarIds the calendars that are meant, empty for all of the connection
    public void releaseDeletions(UUID commandId, ConnectionKey connection, List<String> calendarIds, Instant now) {
        ask(commandId, connection, ConnectionAction.RELEASE_DELETIONS, null, calendarIds, now);
    }

    /// Asks the worker to drop deletions that it held back, and to read their calendars again.
    ///
    /// @param calendarIds the calendars that are meant, empty for all of the connection
    public void discardDeletions(UUID commandId, ConnectionKey connection, List<String> calendarIds, Instant now) {
        ask(commandId, connection, ConnectionAction.DISCARD_DELETIONS, null, calendarIds, now);
    }

    /// Tells everybody what a tenant has decided.
    public void decide(UUID commandId, TenantSettings settings, Instant now) {
        var eventId = UUID.randomUUID().toString();
        var message = TenantSettingsRequested.newBuilder()
                .setEventId(eventId)
                .setTenantId(settings.tenantId())
                .setOccurredAt(now)
                .setCommandId(commandId.toString())
                .setVersion(settings.version())
                .setWindowBackDays(settings.windowBackDays())
                .setWindowAheadDays(settings.windowAheadDays())
                .setShare(Share.valueOf(settings.share()))
                .setPrivateAsBusy(settings.privateAsBusy())
                .setHoldAbovePercent(settings.holdAbovePercent())
                .setHoldAboveCount(settings.holdAboveCount())
                .setRequestedBy(ASKED_BY)
                .build();
        publish(topics.tenantRequested(), Keys.tenant(settings.tenantId()), eventId, now, commandId, message);
    }

    private void ask(
            UUID commandId,
            ConnectionKey connection,
            ConnectionAction action,
            @Nullable SealedCredential credential,
            List<String> calendarIds,
            Instant now) {
        var eventId = UUID.randomUUID().toString();
        var message = ConnectionRequested.newBuilder()
                .setEventId(eventId)
                .setTenantId(connection.tenantId())
                .setUserId(connection.userId())
                .setProvider(connection.provider())
                .setOccurredAt(now)
                .setCommandId(commandId.toString())
                .setAction(action)
                .setCalendarIds(calendarIds)
                .setRequestedBy(ASKED_BY);
        if (credential != null) {
            message.setSealedCredential(ByteBuffer.wrap(credential.bytes())).setVaultKeyId(credential.keyId());
        }
        publish(topics.connectionRequested(), connection.text(), eventId, now, commandId, message.build());
    }

    private void publish(
            String topic, String key, String eventId, Instant now, UUID commandId, SpecificRecord message) {
        var record = new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), codec.encode(topic, message));
        var type = topic.substring(topics.prefix().length());
        CloudEvents.addTo(record.headers(), CloudEvents.of(eventId, type, SOURCE, key, now, commandId.toString()));
        try {
            kafka.send(record).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException away) {
            throw new BrokerAwayException("topic " + topic + " did not take the command", away);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BrokerAwayException("interrupted while publishing to " + topic, interrupted);
        }
    }
}
