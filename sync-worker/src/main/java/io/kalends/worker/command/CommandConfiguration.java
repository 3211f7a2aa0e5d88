package io.kalends.worker.command;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.kalends.core.token.TokenVault;
import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.worker.kafka.PlainProducer;
import io.kalends.worker.persistence.Holds;
import io.kalends.worker.persistence.Tombstones;
import io.kalends.worker.vault.Credentials;
import io.kalends.worker.vault.SealedCredentials;
import io.kalends.worker.vault.VaultKeyPairs;

/// Connection and security settings are Spring's (`spring.kafka.*`); what the promises rest on is fixed here.
@Configuration(proxyBeanMethods = false)
class CommandConfiguration {

    private static final String GROUP = "kalends-sync-worker-commands";

    @Bean
    ConnectionRows connectionRows(JdbcClient jdbc) {
        return new ConnectionRows(jdbc);
    }

    @Bean
    Ledger commandLedger(PlatformTransactionManager transactions, ConnectionRows rows, ConnectionAnnouncer announcer) {
        return new Ledger(new TransactionTemplate(transactions), rows, announcer);
    }

    @Bean
    Connecting connecting(
            Ledger ledger,
            ConnectionRows rows,
            SealedCredentials arrivals,
            Credentials credentials,
            TokenEndpoints endpoints) {
        return new Connecting(ledger, rows, arrivals, credentials, endpoints);
    }

    @Bean
    Erasure erasure(JdbcClient jdbc, Tombstones tombstones) {
        return new Erasure(jdbc, tombstones);
    }

    @Bean
    Revocation revocation(TokenVault vault, TokenEndpoints endpoints) {
        return new Revocation(vault, endpoints);
    }

    @Bean
    Disconnecting disconnecting(
            Ledger ledger, Revocation revocation, ConnectionRows rows, Erasure calendars, Credentials credentials) {
        return new Disconnecting(ledger, revocation, new Disconnecting.Erasing(rows, calendars, credentials));
    }

    @Bean
    Commands commands(
            Ledger ledger,
            ConnectionRows rows,
            Connecting connecting,
            Disconnecting disconnecting,
            JdbcClient jdbc,
            Holds holds) {
        return new Commands(
                ledger, rows, connecting, disconnecting, new CalendarSelection(jdbc), new HoldDecisions(holds));
    }

    @Bean("connection-requested")
    MessageListenerContainer connectionCommandContainer(
            @Qualifier("connectionCommandContainers") ConcurrentKafkaListenerContainerFactory<?, ?> containers,
            Topics topics,
            AvroCodec codec,
            Commands commands,
            MeterRegistry meters) {
        var container = containers.createContainer(topics.connectionRequested());
        container.getContainerProperties().setGroupId(GROUP);
        container.setupMessageListener(
                new ConnectionRequestedListener(new CommandTranslation(codec), commands, meters));
        return container;
    }

    @Bean
    PlainProducer commandProducer(ProducerFactory<?, ?> producers) {
        return new PlainProducer(producers, Duration.ofSeconds(10));
    }

    @Bean
    ConcurrentKafkaListenerContainerFactory<byte[], byte[]> connectionCommandContainers(
            ConsumerFactory<?, ?> consumers,
            @Qualifier("commandProducer") PlainProducer producer,
            MeterRegistry meters) {
        Map<String, Object> settings = new HashMap<>(consumers.getConfigurationProperties());
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 20);
        var containers = new ConcurrentKafkaListenerContainerFactory<byte[], byte[]>();
        containers.setConsumerFactory(new DefaultKafkaConsumerFactory<>(settings));
        containers.setCommonErrorHandler(CommandFailures.handler(producer.operations(), meters));
        return containers;
    }

    @Bean
    VaultKeyPublisher vaultKeyPublisher(
            VaultKeyPairs pairs,
            @Qualifier("commandProducer") PlainProducer producer,
            AvroCodec codec,
            Topics topics,
            InstantSource clock) {
        return new VaultKeyPublisher(pairs, producer.operations(), codec, topics, clock);
    }
}
