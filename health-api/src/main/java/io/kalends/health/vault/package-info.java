/// Seals credentials so that only the worker can open them. Start at [io.kalends.health.vault.Sealer]. Nothing
/// that could open a sealed credential may enter, and no credential may leave unsealed.
@NullMarked
package io.kalends.health.vault;

import org.jspecify.annotations.NullMarked;
