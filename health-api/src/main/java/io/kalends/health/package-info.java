/// The read model of all connections, its HTTP API and its page. Start at
/// [io.kalends.health.HealthApplication]; what is known lies in `projection`, how it is told in `web`. Only
/// composition may live at this root.
@NullMarked
package io.kalends.health;

import org.jspecify.annotations.NullMarked;
