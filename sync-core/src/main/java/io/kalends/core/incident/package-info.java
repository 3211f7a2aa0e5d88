/// Failures of many connections at once: a provider's incident, not theirs. Start at
/// [io.kalends.core.incident.SharedIncidents]; the rules are [io.kalends.core.incident.IncidentRules].
/// Pure: time and chance are arguments; what is shared between workers and what counts failures are ports.
@NullMarked
package io.kalends.core.incident;

import org.jspecify.annotations.NullMarked;
