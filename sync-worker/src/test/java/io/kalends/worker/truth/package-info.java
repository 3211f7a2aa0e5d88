/// Random histories, replayed from a seed, after which what was told must equal what the provider holds. Start at
/// [io.kalends.worker.truth.TruthFuzzTest]; one history is [io.kalends.worker.truth.History]. Nothing here knows what a
/// provider's answers look like.
@NullMarked
package io.kalends.worker.truth;

import org.jspecify.annotations.NullMarked;
