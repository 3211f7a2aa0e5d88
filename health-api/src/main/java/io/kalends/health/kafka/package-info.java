/// The Kafka edge: facts come in, commands go out. Start at [io.kalends.health.kafka.ProjectionListener] and
/// [io.kalends.health.kafka.CommandPublisher]. Avro types stop in this room.
@NullMarked
package io.kalends.health.kafka;

import org.jspecify.annotations.NullMarked;
