/// What every provider's adapter is held to: one set of sentences, run over all of them. Each provider is its real
/// adapter, put together as in production, against its side of the simulator over HTTP, under whole runs of the engine.
///
/// Start at [io.kalends.worker.provider.EveryProvider]; a provider joins with one [ProviderUnderTest], and with that
/// also the random histories of [io.kalends.worker.provider.TruthFuzzTest]. An expectation
/// that names a provider must not enter: where providers differ, the difference is a word of [ProviderUnderTest].
@NullMarked
package io.kalends.worker.provider;

import org.jspecify.annotations.NullMarked;
