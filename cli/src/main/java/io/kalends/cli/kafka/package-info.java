/// The way to Kafka. Start at [io.kalends.cli.kafka.KafkaOptions].
@NullMarked
package io.kalends.cli.kafka;

import org.jspecify.annotations.NullMarked;
