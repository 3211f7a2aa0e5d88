package io.kalends.health;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.listener.MessageListenerContainer;

import io.kalends.schemas.ConnectionKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class StopIT {

    private static final String GROUP = "stopping";
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    private final Stack stack = Stack.shared();

    /// Another member leaves while this one writes a batch, so its consumer hears of the partitions it takes over only
    /// when it has been told to stop already.
    @Test
    void an_instance_that_is_given_partitions_while_it_stops_does_not_wait_for_them() throws Exception {
        var stopped = new CompletableFuture<Void>();
        try (var postgres = EmbeddedPostgres.builder().start();
                var admin = Admin.create(Map.of("bootstrap.servers", stack.brokers()));
                var service = start(postgres);
                var lock = postgres.getPostgresDatabase().getConnection()) {
            var container = service.getBean(MessageListenerContainer.class);
            var topics = List.of(
                    Objects.requireNonNull(container.getContainerProperties().getTopics()));
            var others = other(topics);
            try (others) {
                await().until(() -> {
                    others.poll(Duration.ofMillis(100));
                    return !others.assignment().isEmpty()
                            && assigned(admin).stream().allMatch(held -> held > 0);
                });
                hold(lock);
                publish();
                await().until(() -> waiting(postgres));
            }
            await().until(() -> assigned(admin).equals(List.of(topics.size() * Stack.PARTITIONS)));

            container.stop(() -> stopped.complete(null));
            lock.rollback();

            assertThat(stopped).succeedsWithin(AT_ONCE);
        }
    }

    private ConfigurableApplicationContext start(EmbeddedPostgres postgres) {
        return stack.start(
                "--server.port=0",
                "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                "--spring.kafka.consumer.group-id=" + GROUP,
                "--kalends.projection.concurrency=1");
    }

    private KafkaConsumer<byte[], byte[]> other(List<String> topics) {
        var consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        stack.brokers(),
                        ConsumerConfig.GROUP_ID_CONFIG,
                        GROUP,
                        ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                        "consumer",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(topics);
        return consumer;
    }

    /// How many partitions each member has.
    private static List<Integer> assigned(Admin admin) throws ExecutionException, InterruptedException {
        return admin.describeConsumerGroups(List.of(GROUP)).all().get().values().stream()
                .flatMap(group -> group.members().stream())
                .map(MemberDescription::assignment)
                .map(assignment -> assignment.topicPartitions().size())
                .toList();
    }

    private static void hold(Connection lock) throws SQLException {
        lock.setAutoCommit(false);
        try (var statement = lock.createStatement()) {
            statement.execute("LOCK TABLE health.connection IN ACCESS EXCLUSIVE MODE");
        }
    }

    private static boolean waiting(EmbeddedPostgres postgres) throws SQLException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM pg_locks WHERE NOT granted")) {
            rows.next();
            return rows.getInt(1) > 0;
        }
    }

    /// So many keys that some are for the instance.
    private void publish() {
        for (int user = 1; user <= 20; user++) {
            var key = new ConnectionKey("stopping", "u" + user, "google");
            stack.publish(Messages.completed(key, 1).build(), key);
            stack.publish(Messages.failed(key, 2).build(), key);
            stack.publish(Messages.deferred(key, 3).build(), key);
        }
    }
}
