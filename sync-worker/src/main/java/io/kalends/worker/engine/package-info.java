/// Puts the engine together: the rules and ports of `io.kalends.core` with this service's adapters. Start at
/// `EngineConfiguration`. Nothing may be decided in here.
@NullMarked
package io.kalends.worker.engine;

import org.jspecify.annotations.NullMarked;
