/// Listings in pages, and the opaque texts that say where to go on.
///
/// Start at [io.kalends.simulator.paging.Paging]. Nothing here knows what is listed, or how a provider words a token
/// that is no good.
@NullMarked
package io.kalends.simulator.paging;

import org.jspecify.annotations.NullMarked;
