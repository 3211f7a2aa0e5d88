package io.kalends.cli.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

import io.kalends.cli.kafka.KafkaOptions;
import io.kalends.cli.shell.Surroundings;
import io.kalends.schemas.TopicLayout;

/// The broker, and through it topics and groups.
final class KafkaCheck implements Check {

    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaOptions options;
    private final Surroundings surroundings;

    KafkaCheck(KafkaOptions options, Surroundings surroundings) {
        this.options = options;
        this.surroundings = surroundings;
    }

    @Override
    public List<Finding> look() {
        var where = options.bootstrap(surroundings);
        if (!options.isListening(surroundings, Duration.ofSeconds(3))) {
            return List.of(Finding.fail(
                    "kafka",
                    "nothing listens at " + where,
                    "start the broker, or set SPRING_KAFKA_BOOTSTRAP_SERVERS as the services have it"));
        }
        try (var admin = Admin.create(options.client(surroundings, PATIENCE))) {
            var brokers = admin.describeCluster().nodes().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            var findings = new ArrayList<Finding>();
            findings.add(Finding.ok("kafka", brokers.size() + " broker(s) at " + where));
            findings.addAll(new TopicsCheck(
                            admin,
                            TopicLayout.all(options.topics(surroundings)),
                            surroundings.variable("KALENDS_TOPICS_PARTITIONS"))
                    .look());
            findings.addAll(
                    new GroupsCheck(admin, surroundings.variable("KALENDS_WORKER_LOOP_GROUP", "kalends-sync-worker"))
                            .look());
            return findings;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return List.of(Finding.fail(
                    "kafka",
                    where + " answers, but not as a broker: " + reason(e),
                    "is it Kafka, and are SPRING_KAFKA_SECURITY_PROTOCOL and its properties those of the services?"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(Finding.fail("kafka", "interrupted", "run it again"));
        }
    }

    static String reason(Exception e) {
        var cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
