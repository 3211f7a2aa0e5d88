/// What a failure means: whether it is an outage that ends by itself, and what of it may be written down.
///
/// Start at [io.kalends.worker.failure.Failure]. Only judges exceptions: nothing may wait, log or repair in here.
@NullMarked
package io.kalends.worker.failure;

import org.jspecify.annotations.NullMarked;
