/// The command line for operators. Start at [io.kalends.cli.Main]: one tree of commands, each a class in the room of
/// what it talks to: `connection` and `resync` over HTTP, `dlt` and `watch` on the topics, `doctor` everywhere.
/// It knows the contract in `io.kalends.schemas` and nothing of the services.
@NullMarked
package io.kalends.cli;

import org.jspecify.annotations.NullMarked;
