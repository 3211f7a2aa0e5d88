/// What is known about each connection and each command, folded from what the worker and the scheduler said.
/// Start at [io.kalends.health.projection.ConnectionModel]: one fact in, the next model out, in any order and
/// any number of times. Nothing but the JDK and the connection key may enter; no clock, no table, no message
/// format.
@NullMarked
package io.kalends.health.projection;

import org.jspecify.annotations.NullMarked;
