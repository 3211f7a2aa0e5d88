/// Schema `health` of PostgreSQL. Start at [io.kalends.health.store.JdbcProjection], which takes facts in, and
/// [io.kalends.health.store.HealthQueries], which tells what is known. No rule about what facts mean may live
/// here: those are in `projection`.
@NullMarked
package io.kalends.health.store;

import org.jspecify.annotations.NullMarked;
