/// Provider incidents at the edge: counted with resilience4j, shared over the database, told on Kafka. Start at
/// [io.kalends.worker.incident.IncidentConfiguration]. What follows from an incident is decided in the core's room of
/// the same name.
@NullMarked
package io.kalends.worker.incident;

import org.jspecify.annotations.NullMarked;
