/// HTTP: what is known, commands, the stream of changes, the page. Start at [io.kalends.health.web.HealthController].
/// Every answer that is not a success is a problem of RFC 9457; no rule about connections may live here.
@NullMarked
package io.kalends.health.web;

import org.jspecify.annotations.NullMarked;
