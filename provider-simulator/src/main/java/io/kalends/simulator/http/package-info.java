/// Plain HTTP/1.1 on a socket, with every byte of the answer under control.
///
/// Start at [io.kalends.simulator.http.HttpDoor]. It is written by hand because answers that break the rules (a
/// body that ends with the connection, a chunk that never ends, a drip, silence) are what the simulator is for,
/// and a well-behaved server library refuses to send them. Nothing here knows of calendars, providers or
/// faults.
@NullMarked
package io.kalends.simulator.http;

import org.jspecify.annotations.NullMarked;
