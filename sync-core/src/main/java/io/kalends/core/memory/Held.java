package io.kalends.core.memory;

import java.nio.ByteBuffer;

import io.kalends.core.calendar.Span;

/// One event as it was last told.
record Held(ByteBuffer contentHash, Span.Timed lived, long generation) {}
