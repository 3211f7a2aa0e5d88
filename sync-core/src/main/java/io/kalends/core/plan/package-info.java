/// What follows from how a run went, and which window is read. Start at [io.kalends.core.plan.SyncPlan]. Pure
/// rules: no port may enter.
@NullMarked
package io.kalends.core.plan;

import org.jspecify.annotations.NullMarked;
