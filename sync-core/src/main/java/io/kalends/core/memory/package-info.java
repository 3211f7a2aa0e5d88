/// The ports of memory, kept in the heap: for tests and for whoever tries the engine without a database. Start at
/// [io.kalends.core.memory.MemorySyncStore]. Held to the same contract tests as the real thing; nothing may enter
/// that only tests need.
@NullMarked
package io.kalends.core.memory;

import org.jspecify.annotations.NullMarked;
