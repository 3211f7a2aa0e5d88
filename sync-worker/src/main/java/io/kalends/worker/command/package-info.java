/// What people ask about connections: connect, disconnect, select calendars, pause, resume. Start at
/// [io.kalends.worker.command.Commands]. Each command is one transaction that locks the connection's row first
/// and raises its fence, so that a run under way forgets what it holds. Kafka and Avro stop at the listener,
/// its translation and the publisher of the vault key; keys and ciphertexts stay in the vault.
@NullMarked
package io.kalends.worker.command;

import org.jspecify.annotations.NullMarked;
