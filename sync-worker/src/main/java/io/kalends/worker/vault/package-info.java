/// Secrets at rest: the master keyset, a data key per tenant, credentials and their leases. Start at
/// [io.kalends.worker.vault.Sealer].
/// What operators do with master keys is [io.kalends.worker.vault.EditKeyset] and [io.kalends.worker.vault.Reseal].
/// Nothing in plain text leaves this room but through the types of `io.kalends.core.token`.
@NullMarked
package io.kalends.worker.vault;

import org.jspecify.annotations.NullMarked;
