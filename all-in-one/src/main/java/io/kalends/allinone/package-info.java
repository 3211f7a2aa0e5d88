/// Everything in one JVM: broker, database and simulator where nothing else is named, and the three services.
/// Start at [io.kalends.allinone.AllInOne]. Only starting, stopping and showing may be in here; whatever decides
/// belongs to a service.
@NullMarked
package io.kalends.allinone;

import org.jspecify.annotations.NullMarked;
