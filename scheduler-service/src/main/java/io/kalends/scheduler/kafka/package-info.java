/// The Kafka edge: listeners translate and call, belts translate and send. Start at
/// [io.kalends.scheduler.kafka.KafkaConfiguration]. The records of the contract stop here; no rule may enter.
@NullMarked
package io.kalends.scheduler.kafka;

import org.jspecify.annotations.NullMarked;
