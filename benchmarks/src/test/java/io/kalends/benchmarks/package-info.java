/// Holds what reports the ratios to its word; measures nothing.
@NullMarked
package io.kalends.benchmarks;

import org.jspecify.annotations.NullMarked;
